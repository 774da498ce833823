using System.CommandLine;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Auditing;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.ReadSide;

namespace CaseLedger.Web.Verbs;

/// <summary><c>audit</c>: walks the whole ledger and says what is wrong with it, the lowest position first.</summary>
internal static class AuditVerb
{
    /// <summary>The verb.</summary>
    public static Command Build()
    {
        var audit = new Command(
            "audit",
            "Walk the whole ledger: dense, ordered, commitments hold, projections equal to a fresh fold. "
            + $"Exit code {Exit.Done} where all is well, {Exit.LedgerNotClean} where something is wrong.");
        audit.Does(Run);
        return audit;
    }

    /// <summary>Writes a report for a person.</summary>
    public static void Write(AuditReport report, TextWriter output)
    {
        output.WriteLine($"events      {report.Events} read{(report.Redacted > 0 ? $", {report.Redacted} of them redacted" : "")}");
        foreach (var projection in report.Projections)
        {
            output.WriteLine($"projection  {projection.Name}: {projection.Rows} rows compared, up to position {projection.Position}");
        }

        foreach (var finding in report.Findings)
        {
            output.WriteLine($"WRONG       position {finding.Position}: {finding.Kind}: {finding.Detail}");
        }

        output.WriteLine(report.IsClean
            ? "The ledger is clean."
            : $"The ledger is NOT clean; the first bad position is {report.Findings[0].Position}.");
    }

    private static async Task<int> Run(ParseResult line, CancellationToken cancellationToken)
    {
        await using var database = await Database.Open(DatabaseOptions.Read(line), line.Say, cancellationToken, beside: true);
        await using var ledger = new EventLedger(database.Runtime);
        var report = await new LedgerAudit(ledger, database.Runtime, Projections.All).Run(new Say("read", line.Say), cancellationToken);
        Write(report, line.InvocationConfiguration.Output);
        return report.IsClean ? Exit.Done : Exit.LedgerNotClean;
    }
}
