using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;

namespace CaseLedger.Cli.Server;

/// <summary>Asks a CaseLedger server, each time once. Whatever goes wrong on the way is an answer and no exception.</summary>
internal sealed class LedgerClient : IDisposable
{
    // A proxy that keeps the connection open while nothing moves would hold a script for ever.
    private static readonly TimeSpan NothingMoves = TimeSpan.FromMinutes(2);

    // The file is whole by then, and the server looks at all of it before it answers.
    private static readonly TimeSpan ImportAnswersWithin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PreviewAnswersWithin = TimeSpan.FromHours(2);
    private static readonly TimeSpan QuestionAnswersWithin = TimeSpan.FromSeconds(30);

    // Worth a question before the bytes: a token that does not hold is found out before a gigabyte was sent.
    private const long AsksFirstFrom = 1024 * 1024;

    private const int MostAnswerBytes = 16 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    private readonly HttpClient _http;
    private readonly Func<string> _token;

    /// <summary>Makes a client.</summary>
    /// <param name="handler">The way to the server; disposed of with the client.</param>
    /// <param name="server">Its address.</param>
    /// <param name="token">The token, looked up for every request: a file of it may have been replaced meanwhile.</param>
    public LedgerClient(HttpMessageHandler handler, Uri server, Func<string> token)
    {
        Server = new(server.AbsoluteUri.TrimEnd('/') + "/");
        _token = token;
        _http = new(handler) { BaseAddress = Server, Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostAnswerBytes };
        _http.DefaultRequestHeaders.UserAgent.Add(new("caseledger", Assembly.GetExecutingAssembly().GetName().Version?.ToString(3)));
    }

    /// <summary>The server's address, ending in a slash.</summary>
    public Uri Server { get; }

    /// <summary>Sends a file.</summary>
    /// <param name="query">What is said about it, as pairs of the address.</param>
    /// <param name="file">The file.</param>
    /// <param name="isPreview">Whether nothing shall be recorded.</param>
    /// <param name="sent">Told how many bytes have been sent.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <exception cref="FileUnreadableException">The file cannot be read, or has changed meanwhile.</exception>
    public async Task<Reply> Import(
        IEnumerable<(string Name, string Value)> query, FileSource file, bool isPreview, Action<long> sent, CancellationToken cancellationToken)
    {
        var address = "api/v1/imports?" + string.Join('&', query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var body = new FileContent(file, bytes =>
        {
            patience.CancelAfter(bytes is null ? isPreview ? PreviewAnswersWithin : ImportAnswersWithin : NothingMoves);
            sent(bytes ?? file.Length ?? 0);
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
        request.Headers.Add("X-File-Name", Uri.EscapeDataString(file.Name));
        request.Headers.ExpectContinue = file.Length is null or >= AsksFirstFrom;
        patience.CancelAfter(NothingMoves);
        return await Ask(
            request,
            (response, token) => isPreview
                ? Read<PreviewAnswer>(response, (answer, raw) => new Reply.Previewed(answer, raw), token)
                : Read<ImportAnswer>(response, (answer, raw) => new Reply.Imported(answer, response.StatusCode == HttpStatusCode.Created, raw), token),
            patience.Token,
            cancellationToken);
    }

    /// <summary>Asks how an import stands.</summary>
    public Task<Reply> Show(Guid id, CancellationToken cancellationToken) =>
        Get($"api/v1/imports/{id}", (response, token) => Read<ImportAnswer>(response, (answer, raw) => new Reply.Imported(answer, false, raw), token), cancellationToken);

    /// <summary>Fetches the list of an import's refused rows.</summary>
    /// <param name="id">The import.</param>
    /// <param name="import">How it stands, which is the reply where all went well.</param>
    /// <param name="to">Takes the CSV; emptied first where an earlier attempt left something.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    public Task<Reply> CopyRefused(Guid id, Reply.Imported import, Stream to, CancellationToken cancellationToken) =>
        Get($"api/v1/imports/{id}/refused", async (response, token) =>
        {
            to.SetLength(0);
            await response.Content.CopyToAsync(to, token);
            return import;
        }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<Reply> Get(string address, Func<HttpResponseMessage, CancellationToken, Task<Reply>> read, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(QuestionAnswersWithin);
        return await Ask(request, read, patience.Token, cancellationToken);
    }

    private async Task<Reply> Ask(
        HttpRequestMessage request, Func<HttpResponseMessage, CancellationToken, Task<Reply>> read, CancellationToken patience, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token());
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience);
            return response.IsSuccessStatusCode ? await read(response, patience) : await Refusal(response, patience);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Reply.Unanswered($"{Server} takes and answers nothing any more", MayHelpToRepeat: true);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return FileUnreadableException.Within(fault) is { } unreadable ? throw unreadable : Lost(fault);
        }
    }

    private Reply.Unanswered Lost(Exception fault)
    {
        var innermost = fault.GetBaseException().Message.TrimEnd('.');
        return (fault as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new($"the name {Server.Host} is not known ({innermost})", MayHelpToRepeat: true),
            HttpRequestError.ConnectionError => new($"no connection to {Server} ({innermost})", MayHelpToRepeat: true),
            HttpRequestError.SecureConnectionError => new($"no secure connection to {Server} ({innermost}); is its certificate valid, and does it speak https at all?", MayHelpToRepeat: false),
            _ => new($"the connection to {Server} was cut ({innermost})", MayHelpToRepeat: true),
        };
    }

    private async Task<Reply> Refusal(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            return new Reply.Unanswered($"{Server} sends elsewhere: {response.Headers.Location}. Give that server as --server", MayHelpToRepeat: false);
        }

        var (problem, raw) = await Problem(response, cancellationToken);
        if (status is 408 or 425 or 429 or >= 500)
        {
            var why = $"{Server} answers {status}{(problem is null ? "" : $" {problem.Code}: {problem.Title}")}";
            return new Reply.Unanswered(why, MayHelpToRepeat: status is not (501 or 505), After(response), IsServerFault: status == 500);
        }

        return problem is null ? NotCaseLedger(response) : new Reply.Refused(problem with { Status = status }, raw);
    }

    private Reply.Unanswered NotCaseLedger(HttpResponseMessage response) =>
        new($"{Server} answers {(int)response.StatusCode}, but not as CaseLedger does. Is --server right?", MayHelpToRepeat: false);

    private async Task<Reply> Read<T>(HttpResponseMessage response, Func<T, JsonElement, Reply> make, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return document.Deserialize<T>(Json) is { } answer ? make(answer, document.RootElement.Clone()) : NotCaseLedger(response);
        }
        catch (JsonException)
        {
            return NotCaseLedger(response);
        }
    }

    private static async Task<(ProblemAnswer? Problem, JsonElement? Raw)> Problem(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return (null, null);
        }

        try
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return document.Deserialize<ProblemAnswer>(Json) is { Code: not null } problem ? (problem, document.RootElement.Clone()) : (null, null);
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private static TimeSpan? After(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when response.Headers.Date is { } now => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
