using System.Text.RegularExpressions;

namespace CaseLedger.Web.Tests.Access;

/// <summary>What each endpoint of the server answers to each kind of caller, written by hand from the contract (API.md), the pages' plan (SCREENS.md) and the issue.</summary>
/// <remarks>
/// Nothing here is taken from what the server itself says about its endpoints: a slip there has to show.
/// A new endpoint or page needs its row; a page's POST also its fields, an API's its sample in <see cref="Support.Write"/>.
/// </remarks>
internal static class AccessTable
{
    /// <summary>
    /// One row an endpoint: method, address, then what six callers get. Everything that the address names belongs to
    /// "own", an artist; "foreign" is another artist. Cells:
    /// <c>sign-in</c> the browser is sent there, a program gets 401; <c>302→/x</c> goes on to /x; <c>a|b</c> a for a token, b for a session.
    /// In an address, <c>{account:disabled}</c> is the route's {account}, filled with the sample's {disabled}.
    /// </summary>
    private const string Rows = """
        #    address                                                    anonymous  own  foreign  agent  manager  ingest

        # Health and description
        GET  /health/live                                               200  200  200  200  200  200
        HEAD /health/live                                               200  200  200  200  200  200
        GET  /health/ready                                              200  200  200  200  200  200
        HEAD /health/ready                                              200  200  200  200  200  200
        GET  /api/v1/health/live                                        200  200  200  200  200  200
        HEAD /api/v1/health/live                                        200  200  200  200  200  200
        GET  /api/v1/health/ready                                       200  200  200  200  200  200
        HEAD /api/v1/health/ready                                       200  200  200  200  200  200
        GET  /openapi/{documentName}.json                               sign-in  200  200  200  200  200

        # API: reading
        GET  /api/v1/cases                                              401  200  200  200  200  403
        GET  /api/v1/cases/{isrc}                                       401  200  404  200  200  403
        GET  /api/v1/cases/{isrc}/timeline                              401  200  404  200  200  403
        GET  /api/v1/cases/{isrc}/live                                  401  200  404  200  200  403
        GET  /api/v1/cases/{isrc}/statements                            401  200  404  200  200  403
        GET  /api/v1/cases/{isrc}/days                                  401  200  404  200  200  403
        GET  /api/v1/cases/{isrc}/days/{day}                            401  200  404  200  200  403
        GET  /api/v1/cases/{isrc}/triangle?store=spotify                401  200  404  200  200  403
        GET  /api/v1/cases/{isrc}/readiness                             401  200  404  200  200  403
        GET  /api/v1/duties                                             401  200  200  200  200  403
        GET  /api/v1/incidents                                          401  200  200  200  200  403
        GET  /api/v1/incidents/{incident}                               401  200  200  200  200  403
        GET  /api/v1/incidents/candidates?from=2024-03-30&to=2024-04-02  401  403  403  200  200  403
        GET  /api/v1/projections                                        401  403  403  403  200  403

        GET  /api/v1/imports                                            401  200  200  200  200  200
        GET  /api/v1/imports/{id:import}                                401  200  404  200  200  404
        GET  /api/v1/imports/{id:import}/refused                        401  200  404  200  200  404

        GET  /api/v1/evidence/{sha256}                                  401  200  404  200  200  403

        # API: writing
        POST /api/v1/cases                                              401  201  403  201  201  403
        POST /api/v1/cases/{isrc}/screenshots                           401  201  404  201  403  403
        POST /api/v1/cases/{isrc}/trends-snapshots                      401  403  403  201  403  201
        POST /api/v1/cases/{isrc}/store-replies                         401  403  403  201  403  403
        POST /api/v1/cases/{isrc}/royalty-lines                         401  201  404  201  403  201
        POST /api/v1/cases/{isrc}/withdrawals                           401  201  404  201  201  403
        POST /api/v1/cases/{isrc}/evidence                              401  201  404  201  403  403
        POST /api/v1/cases/{isrc}/statements                            401  201  404  201  403  403
        POST /api/v1/cases/{isrc}/requests                              401  201  404  201  403  403
        POST /api/v1/cases/{isrc}/requests/{requestId}/answers          401  201  404  201  403  403
        POST /api/v1/cases/{isrc}/promises                              401  403  403  201  403  403
        POST /api/v1/cases/{isrc}/promises/{promiseId}/outcome          401  403  403  201  403  403
        POST /api/v1/cases/{isrc}/assignment                            401  403  403  201  201  403
        POST /api/v1/cases/{isrc}/challenges                            401  403  403  201  201  403
        POST /api/v1/cases/{isrc}/resolution                            401  403  403  201  201  403
        POST /api/v1/cases/{isrc}/reopening                             401  403  403  201  201  403
        POST /api/v1/cases/{isrc}/links                                 401  403  403  201  201  403
        POST /api/v1/cases/{isrc}/followers                             401  403  403  201  201  403
        POST /api/v1/imports?isrc={isrc}                                401  201  404  201  403  403
        POST /api/v1/evidence                                           401  201|200  201|200  201|200  201|200  403
        POST /api/v1/incidents                                          401  403  403  403  201  403
        POST /api/v1/incidents/{incident}/scope                         401  403  403  403  201  403
        POST /api/v1/incidents/{incident}/fix                           401  403  403  403  201  403

        # Pages: everybody
        GET  /                                                          sign-in  200  200  302→/inbox  302→/cases  403
        GET  /search?q={isrc}                                           sign-in  302→/cases/{isrc}  200  302→/cases/{isrc}  302→/cases/{isrc}  403
        GET  /language                                                  302→/  302→/  302→/  302→/  302→/  302→/
        POST /language                                                  302→/profile  302→/profile  302→/profile  302→/profile  302→/profile  302→/profile
        GET  /status/{status}                                           404  404  404  404  404  404
        POST /status/{status}                                           404  404  404  404  404  404

        # Pages: accounts
        GET  /sign-in                                                   200  302→/  302→/  302→/  302→/  302→/
        POST /sign-in                                                   422  422  422  422  422  422
        POST /sign-in?handler=PasskeyOptions                            200  200  200  200  200  200
        POST /sign-in?handler=Passkey                                   422  422  422  422  422  422
        GET  /sign-in/second-factor                                     302→/sign-in  302→/sign-in  302→/sign-in  302→/sign-in  302→/sign-in  302→/sign-in
        POST /sign-in/second-factor                                     302→/sign-in  302→/sign-in  302→/sign-in  302→/sign-in  302→/sign-in  302→/sign-in
        GET  /sign-out                                                  302→/  302→/  302→/  302→/  302→/  302→/
        POST /sign-out                                                  302→/sign-in  302→/sign-in  302→/sign-in  302→/sign-in  302→/sign-in  302→/sign-in
        GET  /invitation/{secret}                                       200  200  200  200  200  200
        POST /invitation/{secret}                                       302→/  302→/  302→/  302→/  302→/  302→/
        GET  /reset/{secret:reset}                                      200  200  200  200  200  200
        POST /reset/{secret:reset}                                      302→/sign-in  302→/sign-in  302→/sign-in  302→/sign-in  302→/sign-in  302→/sign-in
        GET  /profile                                                   sign-in  200  200  200  200  403
        POST /profile?handler=Password                                  sign-in  200|422  200|422  200|422  200|422  403
        POST /profile?handler=FactorOn                                  sign-in  200|422  200|422  200|422  200|422  403
        POST /profile?handler=FactorOff                                 sign-in  200  200  200  200  403
        POST /profile?handler=Everywhere                                sign-in  200|302→/sign-in  200|302→/sign-in  200|302→/sign-in  200|302→/sign-in  403
        POST /profile?handler=PasskeyOptions                            sign-in  404|200  404|200  404|200  404|200  403
        POST /profile?handler=PasskeyAdd                                sign-in  200|422  200|422  200|422  200|422  403
        GET  /profile/passkeys/{handle}                                 sign-in  404|200  404  404  404  403
        POST /profile/passkeys/{handle}?handler=Rename                  sign-in  404|302→/profile  404  404  404  403
        POST /profile/passkeys/{handle}?handler=Remove                  sign-in  404|422  404  404  404  403
        GET  /accounts                                                  sign-in  403  403  200  200  403
        POST /accounts?handler=Invite                                   sign-in  403  403  302→/accounts#content  302→/accounts#content  403
        GET  /accounts/invitations                                      sign-in  403  403  200  200  403
        POST /accounts/invitations?handler=Revoke&invitation={invitation}  sign-in  403  403  302→/accounts  302→/accounts  403
        GET  /accounts/{account}                                        sign-in  403  403  200  200  403
        POST /accounts/{account}?handler=Reset                          sign-in  403  403  403  403|302→/accounts/{account}  403
        POST /accounts/{account}?handler=Disable                        sign-in  403  403  403  302→/accounts/{account}  403
        POST /accounts/{account:disabled}?handler=Enable                sign-in  403  403  403  302→/accounts/{disabled}  403

        # Pages: lists
        GET  /cases                                                     sign-in  403  403  200  200  403
        POST /cases?handler=Save                                        sign-in  403  403  302→/cases  302→/cases  403
        POST /cases?handler=Remove                                      sign-in  403  403  302→/cases  302→/cases  403
        GET  /cases.csv                                                 sign-in  403  403  200  200  403
        GET  /inbox                                                     sign-in  403  403  200  403  403
        POST /inbox                                                     sign-in  403  403  302→/inbox?tab=mine  403  403
        GET  /duties                                                    sign-in  403  403  200  200  403
        GET  /duties.csv                                                sign-in  403  403  200  200  403

        # Pages: incidents and operations
        GET  /incidents                                                 sign-in  403  403  200  200  403
        GET  /incidents/radar                                           sign-in  403  403  200  200  403
        GET  /incidents/declare                                         sign-in  403  403  403  200  403
        POST /incidents/declare                                         sign-in  403  403  403  302→/incidents/new-{incident}  403
        GET  /incidents/{slug:incident}                                 sign-in  403  403  200  200  403
        GET  /incidents/{slug:incident}/scope                           sign-in  403  403  403  200  403
        POST /incidents/{slug:incident}/scope                           sign-in  403  403  403  302→/incidents/{incident}  403
        GET  /incidents/{slug:incident}/fix                             sign-in  403  403  403  200  403
        POST /incidents/{slug:incident}/fix                             sign-in  403  403  403  302→/incidents/{incident}  403
        GET  /operations                                                sign-in  403  403  403  200  403

        # Pages: files
        GET  /imports                                                   sign-in  200  200  200  200  403
        POST /imports                                                   sign-in  422  422  422  403  403
        GET  /imports/{id:import}                                       sign-in  200  404  200  200  403
        GET  /cases/{isrc}/file                                         sign-in  200  404  200  403  403
        POST /cases/{isrc}/file                                         sign-in  422  404  422  403  403

        GET  /evidence/{sha256}/picture                                 sign-in  404  404  404  404  403

        # Pages: a case
        GET  /cases/{isrc}                                              sign-in  200  404  200  200  403
        GET  /cases/{isrc}/days/{day}                                   sign-in  200  404  200  200  403
        GET  /cases/{isrc}/triangle                                     sign-in  200  404  200  200  403
        GET  /cases/{isrc}/report                                       sign-in  200  404  403  403  403
        POST /cases/{isrc}/report                                       sign-in  302→/cases/{isrc}  404  403  403  403
        GET  /cases/{isrc}/act/answer?request={requestId}               sign-in  200  404  200  403  403
        POST /cases/{isrc}/act/answer?request={requestId}               sign-in  302→/cases/{isrc}  404  302→/cases/{isrc}  403  403
        GET  /cases/{isrc}/act/promise                                  sign-in  403  403  200  403  403
        POST /cases/{isrc}/act/promise                                  sign-in  403  403  302→/cases/{isrc}  403  403
        GET  /cases/{isrc}/act/request                                  sign-in  200  404  200  403  403
        POST /cases/{isrc}/act/request                                  sign-in  302→/cases/{isrc}  404  302→/cases/{isrc}  403  403
        GET  /cases/{isrc}/act/state                                    sign-in  200  404  200  403  403
        POST /cases/{isrc}/act/state                                    sign-in  302→/cases/{isrc}  404  302→/cases/{isrc}  403  403
        GET  /cases/{isrc}/act/withdraw?event={event}                   sign-in  200  404  200  200  403
        POST /cases/{isrc}/act/withdraw?event={event}                   sign-in  302→/cases/{isrc}  404  302→/cases/{isrc}  302→/cases/{isrc}  403
        GET  /cases/{isrc}/act/evidence                                 sign-in  200  404  200  403  403
        POST /cases/{isrc}/act/evidence                                 sign-in  302→/cases/{isrc}  404  302→/cases/{isrc}  403  403
        GET  /cases/{isrc}/act/trends                                   sign-in  403  403  200  403  403
        POST /cases/{isrc}/act/trends                                   sign-in  403  403  302→/cases/{isrc}  403  403
        GET  /cases/{isrc}/act/reply                                    sign-in  403  403  200  403  403
        POST /cases/{isrc}/act/reply                                    sign-in  403  403  302→/cases/{isrc}  403  403
        GET  /cases/{isrc}/act/settle?promise={promiseId}               sign-in  403  403  200  403  403
        POST /cases/{isrc}/act/settle?promise={promiseId}               sign-in  403  403  302→/cases/{isrc}  403  403
        GET  /cases/{isrc}/act/assign                                   sign-in  403  403  200  200  403
        POST /cases/{isrc}/act/assign                                   sign-in  403  403  302→/cases/{isrc}  302→/cases/{isrc}  403
        GET  /cases/{isrc}/act/challenge                                sign-in  403  403  200  200  403
        POST /cases/{isrc}/act/challenge                                sign-in  403  403  302→/cases/{isrc}  302→/cases/{isrc}  403
        GET  /cases/{isrc}/act/link                                     sign-in  403  403  200  200  403
        POST /cases/{isrc}/act/link                                     sign-in  403  403  302→/cases/{isrc}  302→/cases/{isrc}  403
        GET  /cases/{isrc}/act/follow                                   sign-in  403  403  200  200  403
        POST /cases/{isrc}/act/follow                                   sign-in  403  403  302→/cases/{isrc}  302→/cases/{isrc}  403
        GET  /cases/{isrc}/act/resolve                                  sign-in  403  403  200  200  403
        POST /cases/{isrc}/act/resolve                                  sign-in  403  403  302→/cases/{isrc}  302→/cases/{isrc}  403
        GET  /cases/{isrc}/act/reopen                                   sign-in  403  403  200  200  403
        POST /cases/{isrc}/act/reopen                                   sign-in  403  403  302→/cases/{isrc}  302→/cases/{isrc}  403

        # Pages: claims
        GET  /claim                                                     sign-in  403  403  200  403  403
        GET  /claim?handler=Recording&isrc={isrc}                       sign-in  403  403  200  403  403
        POST /claim                                                     sign-in  403  403  302→/claim/{isrc}/{id}  403  403
        GET  /claim/{isrc}/{event}                                      sign-in  403  403  200  403  403
        """;

    /// <summary>What is sent to a page, by its row's method and address: one good form each. Not needed where a form has no field to fill in.</summary>
    private static readonly Dictionary<string, string> Fields = new()
    {
        // The whole body is the file.
        ["/api/v1/evidence"] = "day;count\n2024-04-03;114\n",
        ["/api/v1/imports"] = "date,streams\n2024-04-03,114\n",
        ["/language"] = "language=it&back=/profile",
        ["/sign-in"] = "email=nobody@example.com&password=not the right one",
        ["/sign-in/second-factor"] = "code=123456",
        ["/invitation/{secret}"] = $"email={{id}}@example.com&password={Support.Visit.Password}",
        ["/reset/{secret}"] = "password=another set of words",
        ["/profile?handler=Password"] = "current=not the right one&password=another set of words",
        ["/profile?handler=FactorOn"] = $"code=123456&factorPassword={Support.Visit.Password}",
        ["/accounts/{account}?handler=Reset"] = $"password={Support.Visit.Password}",
        ["/profile?handler=FactorOff"] = "code=123456",
        ["/profile?handler=PasskeyOptions"] = $"passkeyName=a device&passkeyPassword={Support.Visit.Password}",
        ["/profile?handler=PasskeyAdd"] = "passkeyName=a device&credential={}",
        ["/profile/passkeys/{handle}?handler=Rename"] = "name=the old phone",
        ["/profile/passkeys/{handle}?handler=Remove"] = "password=not the right one",
        ["/accounts?handler=Invite"] = "label=somebody new&role=artist",
        ["/cases?handler=Save"] = "id={id}&name={id}",
        ["/cases?handler=Remove"] = "view={view}",
        ["/inbox"] = "id={id}&isrc={isrc}",
        ["/claim"] = "id={id}&isrc={isrc}&store=spotify&seen=2024-04-18&rows=1&day-0=2024-04-03&count-0=114&step=confirm",
        ["/cases/{isrc}/report"] = "id={id}&store=spotify&seen=2024-04-18&rows=1&day-0=2024-04-03&count-0=114&step=confirm",
        ["/cases/{isrc}/act/answer"] = "id={id}&text=They are in the screenshots.",
        ["/cases/{isrc}/act/promise"] = "id={id}&by=distributor&what=an answer by Friday",
        ["/cases/{isrc}/act/request"] = "id={id}&by=distributor&of=store&what=three days of numbers",
        ["/cases/{isrc}/act/state"] = "id={id}&party=distributor&quote=We know of no filter.&kind=stated&visibility=case",
        ["/cases/{isrc}/act/withdraw"] = "id={id}&reason=mistyped",
        ["/cases/{isrc}/act/evidence"] = "id={id}&what=screenshot&via=email&sent=2024-04-12&name=days.png",
        ["/cases/{isrc}/act/trends"] = "id={id}&store=spotify&taken=2024-04-18&rows=1&day-0=2024-04-03&count-0=104&step=confirm",
        ["/cases/{isrc}/act/reply"] = "id={id}&store=spotify&replied=2024-05-02&quote=These are the numbers.&measure=streams&rows=1&day-0=2024-04-03&count-0=114&step=confirm",
        ["/cases/{isrc}/act/settle"] = "id={id}&outcome=kept&note=answered",
        ["/cases/{isrc}/act/assign"] = "id={id}&assignee=agent:support-2",
        ["/cases/{isrc}/act/challenge"] = "id={id}&store=spotify&days=2024-04-01&sent=2024-05-21&reference=T-1",
        ["/cases/{isrc}/act/link"] = "id={id}&other=AADEM2400099&anyway=true&reason=same days",
        ["/cases/{isrc}/act/follow"] = "id={id}&account=artist:c&note=wants to hear",
        ["/cases/{isrc}/act/resolve"] = "id={id}&resolution=explained&note=done",
        ["/cases/{isrc}/act/reopen"] = "id={id}&reason=again",
        ["/incidents/declare"] = "id={id}&slug=new-{incident}&store=spotify&affects=trends&first=2024-03-31&last=2024-04-01&declared=2024-04-17&text=Trends is wrong.",
        ["/incidents/{slug}/scope"] = "id={id}&first=2024-03-31&last=2024-04-03&text=Also the days after.",
        ["/incidents/{slug}/fix"] = "id={id}&fixed=2024-05-01&text=Put right.",
    };

    /// <summary>Answered by files, not by endpoints; open to everybody, because the page that asks who one is needs them.</summary>
    public static IReadOnlyList<string> Files { get; } = ["/site.css", "/icon.svg", "/js/site.js", "/lib/htmx.min.js"];

    /// <summary>All rows.</summary>
    public static IReadOnlyList<AccessRow> All { get; } =
    [
        .. from line in Rows.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           where line[0] != '#'
           let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           select words.Length == 8
               ? new AccessRow(words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7], Fields.GetValueOrDefault(AccessRow.RouteOf(words[1])))
               : throw new InvalidOperationException($"A row has a method, an address and six cells: {line}"),
    ];
}

/// <summary>A row of the table.</summary>
internal sealed partial record AccessRow(
    string Method, string Address, string Anonymous, string Own, string Foreign, string Agent, string Manager, string Ingest, string? Fields)
{
    /// <summary>By which the row and its endpoint are the same: without query, but for the handler.</summary>
    public string Key => $"{Method} {RouteOf(Address)}";

    /// <summary>Whether it belongs to the API.</summary>
    public bool IsApi => Address.StartsWith("/api/", StringComparison.Ordinal);

    /// <summary>Whether a file is sent to it: its fields are the file.</summary>
    public bool TakesFile => IsApi && Fields is not null;

    /// <summary>The sample of what is sent to it, for a write of the API.</summary>
    public Support.Write Write => Support.Write.All.Single(write => write.Pattern.TrimEnd('/') == Address);

    /// <summary>What somebody gets.</summary>
    public string Of(string caller) => caller switch
    {
        "own" => Own,
        "foreign" => Foreign,
        "agent" => Agent,
        "manager" => Manager,
        "ingest" => Ingest,
        _ => Anonymous,
    };

    /// <summary>An address without its fragment, without its query but for the handler, and without what its placeholders are filled with.</summary>
    public static string RouteOf(string address)
    {
        var plain = FilledWith().Replace(address.Split('#')[0], "}");
        var (path, query) = plain.Split('?') is [var before, var after] ? (before, after) : (plain, "");
        return query.Split('&').FirstOrDefault(part => part.StartsWith("handler=", StringComparison.Ordinal)) is { } handler ? $"{path}?{handler}" : path;
    }

    public override string ToString() => Key;

    [GeneratedRegex(":[^}/]+}")]
    private static partial Regex FilledWith();
}
