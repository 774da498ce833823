namespace CaseLedger.Web.Languages;

/// <summary>Which language a reader gets: the one they chose, kept in a cookie; else the first of their browser's that there is.</summary>
internal static class ReaderLanguage
{
    /// <summary>The cookie that keeps the choice.</summary>
    public const string CookieName = "__Host-language";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary>The language of a request.</summary>
    public static Language Of(HttpContext context) =>
        Language.Find(context.Request.Cookies[CookieName])
        ?? context.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(wish => wish.Quality ?? 1)
            .Select(wish => Language.Find(wish.Value.Value?.Split('-')[0].ToLowerInvariant()))
            .FirstOrDefault(language => language is not null)
        ?? Language.English;

    /// <summary>Keeps a reader's choice.</summary>
    public static void Keep(HttpContext context, Language language) =>
        context.Response.Cookies.Append(CookieName, language.Code, new()
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax,
            Path = "/",
            MaxAge = Kept,
            IsEssential = true,
        });
}
