using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Cases;

internal sealed record AttachEvidenceBody(
    EvidenceKind What,
    Moment? SentAt,
    ObservedBody? Observed,
    bool? Approximate,
    Channel Via,
    Sha256? Sha256,
    string? Name,
    string? Note) : IChecked
{
    public void Check(string path, Faults faults) => When.Check(path, faults, "sentAt", SentAt, Observed);
}

internal static class AttachEvidenceEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("/{isrc}/evidence", Post, Role.Agent | Role.Artist, "Record that a piece of evidence was sent");

    private static async Task<IResult> Post(
        IsrcInPath isrc, Body<AttachEvidenceBody> body, Reporter reporter, CaseStore cases, CancellationToken cancellationToken)
    {
        var sent = body.Value;
        var command = new AttachEvidence(
            body.Id, reporter.Account, sent.What, When.Read(sent.SentAt, sent.Observed, sent.Approximate), sent.Via, sent.Sha256,
            sent.Name, sent.Note);
        var outcome = await cases.Handle(isrc.Value, reporter, command, AttachingEvidence.Decide, cancellationToken);
        return outcome.About(isrc.Value);
    }
}
