using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace CaseLedger.Web.Tests.Support;

/// <summary>Pages, read as a browser reads them.</summary>
public static class Html
{
    // Where an address in a page can stand that a browser follows, loads or sends to.
    private static readonly string[] Addresses =
        ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcdoc", "hx-get", "hx-post", "hx-put", "hx-delete", "hx-patch", "data-live", "data-ask"];

    /// <summary>Reads a page.</summary>
    public static IHtmlDocument Read(string text) => new HtmlParser().ParseDocument(text);

    /// <summary>The forms of a page that write, each once for every address to which a script sends it as well.</summary>
    /// <param name="text">The page.</param>
    /// <param name="address">Its address, to which a form without an action goes.</param>
    public static IEnumerable<ShownForm> PostForms(string text, string address) =>
        from form in Read(text).Forms
        where form.GetAttribute("method") == "post"
        from action in new[] { form.GetAttribute("action") is { Length: > 0 } own ? own : address, form.GetAttribute("data-ask") }
        where action is not null
        select new ShownForm(
            action,
            [.. from field in form.QuerySelectorAll("input[name], textarea[name], select[name], button[name]") select ShownField.Of(field)]);

    /// <summary>What in a page could be somebody else's doing: whatever runs, and whatever leads elsewhere.</summary>
    public static IEnumerable<string> Dangers(string text)
    {
        foreach (var element in Read(text).All)
        {
            if (element.LocalName is "script" && (element.TextContent.Length > 0 || element.GetAttribute("src") is not { } src || !IsOurs(src)))
            {
                yield return element.OuterHtml;
            }

            if (element.LocalName is "img" or "iframe" or "object" or "embed" or "base" or "style")
            {
                yield return element.OuterHtml;
            }

            foreach (var attribute in element.Attributes)
            {
                if (attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name.StartsWith("hx-on", StringComparison.OrdinalIgnoreCase)
                    || attribute.Name is "hx-vals" or "hx-headers" or "style" && element.NamespaceUri is not "http://www.w3.org/2000/svg"
                    || (Addresses.Contains(attribute.Name) && !IsOurs(attribute.Value)))
                {
                    yield return $"{attribute.Name}=\"{attribute.Value}\" in <{element.LocalName}>";
                }
            }
        }
    }

    /// <summary>Whether an address stays on this server: not <c>//elsewhere</c>, nor <c>/\elsewhere</c>, which browsers read the same way, nor a scheme.</summary>
    public static bool IsOurs(string address) =>
        address.Length == 0 || address[0] is '#' or '?' || (address[0] == '/' && (address.Length == 1 || address[1] is not ('/' or '\\')) && !address.Any(char.IsControl));
}

/// <summary>A form as a page shows it.</summary>
/// <param name="Action">Where it goes.</param>
/// <param name="Fields">Everything that it sends.</param>
public sealed record ShownForm(string Action, IReadOnlyList<ShownField> Fields);

/// <summary>A field of a form.</summary>
/// <param name="Name">Under which it is sent.</param>
/// <param name="Type">text, hidden, date, select …</param>
/// <param name="Value">What stands in it; of a choice without one, the first.</param>
public sealed record ShownField(string Name, string Type, string Value)
{
    /// <summary>The field of the antiforgery token.</summary>
    public const string Token = "__RequestVerificationToken";

    internal static ShownField Of(IElement field) => field switch
    {
        IHtmlSelectElement select => new(
            select.Name!, "select", select.Value is { Length: > 0 } value ? value : select.Options.Select(option => option.Value).FirstOrDefault(option => option.Length > 0) ?? ""),
        IHtmlTextAreaElement area => new(area.Name!, "area", area.Value),
        IHtmlInputElement input => new(input.Name!, input.Type, input.Value),
        _ => new(field.GetAttribute("name")!, "button", field.GetAttribute("value") ?? ""),
    };
}
