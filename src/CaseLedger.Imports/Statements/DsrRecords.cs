namespace CaseLedger.Imports.Statements;

/// <summary>Where the cells of a DSR flat file's records are, from 0; the first is the type.</summary>
/// <remarks>
/// From DDEX's "Digital Sales Report Message Suite Standard", part 8 (record type definitions). A type's version, behind the
/// point of <c>SU02.02</c>, has only ever added cells at the end.
/// </remarks>
internal static class DsrRecords
{
    /// <summary>HEAD: the first day of the usage.</summary>
    public const int UsageStart = 8;

    /// <summary>HEAD: the last day of the usage.</summary>
    public const int UsageEnd = 9;

    /// <summary>HEAD: the name of who sends the report, which is the service.</summary>
    public const int SenderName = 11;

    /// <summary>HEAD: the service, where the sender has several.</summary>
    public const int ServiceDescription = 12;

    /// <summary>SYnn: the id by which usage records name it.</summary>
    public const int SummaryId = 1;

    /// <summary>RE, AS and SU records: the block.</summary>
    public const int BlockId = 1;

    /// <summary>AS01, AS02, AS05, AS06: the name of the recording within its block.</summary>
    public const int ResourceReference = 2;

    /// <summary>AS01, AS02, AS05, AS06: the recording.</summary>
    public const int ResourceIsrc = 4;

    /// <summary>FOOT: how many lines the file has, with HEAD and FOOT.</summary>
    public const int LinesInFile = 1;

    /// <summary>Types of sound recordings.</summary>
    public static IReadOnlySet<string> Recordings { get; } = new HashSet<string> { "AS01", "AS02", "AS05", "AS06" };

    /// <summary>First two letters of the types that describe what the usage records name, and hold no usage: releases, other resources, works, cues, rights.</summary>
    public static IReadOnlySet<string> Descriptions { get; } = new HashSet<string> { "RE", "AS", "MW", "CU", "RC" };

    /// <summary>Summaries by type: where their territory and the currency of the report are.</summary>
    public static IReadOnlyDictionary<string, (int Territory, int Currency)> Summaries { get; } = new Dictionary<string, (int, int)>
    {
        ["SY01"] = (6, 10),
        ["SY02"] = (6, 10),
        ["SY04"] = (6, 14),
        ["SY05"] = (6, 17),
        ["SY09"] = (4, 15),
        ["SY12"] = (6, 10),
    };

    /// <summary>Usage records by type.</summary>
    public static IReadOnlyDictionary<string, DsrUsage> Usages { get; } = new Dictionary<string, DsrUsage>
    {
        ["SU01"] = new(
            ["RecordType", "BlockId", "SummaryRecordId", "SalesTransactionId", "TransactedRelease", "TransactedResource", "IsRoyaltyBearing", "SalesUpgrade", "Usages", "Returns", "PriceConsumerPaidExcSalesTax", "PromotionalActivity", "UseType"],
            Quantity: 8,
            UseType: 12),
        ["SU02"] = new(
            ["RecordType", "BlockId", "SummaryRecordId", "SalesTransactionId", "TransactedRelease", "TransactedResource", "IsRoyaltyBearing", "NumberOfStreams", "PriceConsumerPaidExcSalesTax", "PromotionalActivity", "UseType"],
            Quantity: 7,
            UseType: 10),
    };
}

/// <summary>A type of usage record.</summary>
/// <param name="Names">The names of its cells, by the standard.</param>
/// <param name="Quantity">Where the usages or streams are.</param>
/// <param name="UseType">Where the kind of use is.</param>
internal sealed record DsrUsage(IReadOnlyList<string> Names, int Quantity, int UseType)
{
    /// <summary>Where the summary's id is.</summary>
    public const int Summary = 2;

    /// <summary>Where the recording's name within the block is.</summary>
    public const int Resource = 5;
}
