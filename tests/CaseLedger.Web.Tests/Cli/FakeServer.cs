using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CaseLedger.Web.Tests.Cli;

/// <summary>A request that the fake server saw.</summary>
internal sealed record Seen(string Method, string Path, string Query, string? Authorization, string FileName, long? Length, string Body);

/// <summary>Answers on a real socket as a test says, one answer for each request; the last one for all further ones.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    public const string Import = "0191e7a4-6a5c-8c11-9d0e-3a1b5c7d9e11";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Seen> _seen = [];

    private FakeServer(Func<int, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(options => options.Limits.MinRequestBodyDataRate = null);
        _app = builder.Build();
        var count = 0;
        _app.Run(context => answer(Interlocked.Increment(ref count), context));
    }

    public string Address => _app.Urls.First();

    public IReadOnlyList<Seen> Seen => [.. _seen];

    /// <summary>Each request gets the next answer.</summary>
    public static Task<FakeServer> Answering(params Func<HttpContext, Task>[] answers) =>
        Start((number, context) => answers[Math.Min(number, answers.Length) - 1](context));

    /// <summary>The first so many requests are cut while their body is on its way.</summary>
    public static Task<FakeServer> CuttingBodies(int times, Func<HttpContext, Task> then) => Start((_, context) => then(context), times);

    /// <summary>The answer depends on what was asked; the body has been read.</summary>
    public static Task<FakeServer> For(Func<Seen, Func<HttpContext, Task>> answer) => Start((_, context) => answer(context.Features.Get<Seen>()!)(context));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    public static Func<HttpContext, Task> Json(int status, string json, params (string Name, string Value)[] headers) => context =>
    {
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = status < 400 ? "application/json" : "application/problem+json";
        return context.Response.WriteAsync(json);
    };

    public static Func<HttpContext, Task> Problem(int status, string code, string more = "", params (string Name, string Value)[] headers) =>
        Json(status, $$"""{"type":"urn:x","title":"The title","status":{{status}},"code":"{{code}}"{{more}}}""", headers);

    public static string Answer(string state, long accepted = 3, long refused = 0, string more = "") =>
        $$"""
        {"id":"{{Import}}","state":"{{state}}","kind":"trends-snapshot","file":"ab","bytes":9,"name":"x","actor":"import:a","startedAt":"2024-04-03T00:00:00Z",
        "rows":{{accepted + refused}},"accepted":{{accepted}},"repeated":0,"refused":{{refused}},"share":0.5,"rowsPerSecond":10,"secondsLeft":5{{more}}}
        """;

    public static Func<HttpContext, Task> Finished(int status = 201, long accepted = 3, long refused = 0) => Json(status, Answer("finished", accepted, refused));

    public static Func<HttpContext, Task> Running(int status = 201) => Json(status, Answer("running"));

    public static Task Cut(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    public static Func<HttpContext, Task> Text(string mediaType, string text) => context =>
    {
        context.Response.ContentType = mediaType;
        return context.Response.WriteAsync(text);
    };

    private static async Task<FakeServer> Start(Func<int, HttpContext, Task> answer, int cutsInBody = 0)
    {
        FakeServer? server = null;
        server = new(async (number, context) =>
        {
            var request = context.Request;
            if (number <= cutsInBody)
            {
                await request.Body.ReadExactlyAsync(new byte[1000]);
                context.Abort();
                return;
            }

            using var reader = new StreamReader(request.Body, Encoding.UTF8);
            var seen = new Seen(
                request.Method, request.Path, Uri.UnescapeDataString(request.QueryString.ToString()), request.Headers.Authorization, Uri.UnescapeDataString(request.Headers["X-File-Name"].ToString()),
                request.ContentLength, await reader.ReadToEndAsync());
            context.Features.Set(seen);
            server!._seen.Enqueue(seen);
            await answer(number, context);
        });
        await server._app.StartAsync();
        return server;
    }
}
