using System.Text;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Statements;

namespace CaseLedger.Imports.Tests.Statements;

/// <summary>Statements in the shapes in which distributors make them, and what is read from them in short lines.</summary>
internal static class StatementFiles
{
    public const string IMusician =
        """
        Sales date,Statement date,Release title,Barcode,Label,ISRC,Track title,Track version,Shop,Transaction type,Country,Quantity,Revenue EUR
        2024-01,2024-03,Nacht,7612345678900,Selbst,CHA012400001,Nacht,,Spotify,Streaming,CH,153,0.41310
        2024-01,2024-03,Nacht,7612345678900,Selbst,CHA012400001,Nacht,,Spotify,Streaming,CH,0,0.00270
        2024-02,2024-03,Nacht,7612345678900,Selbst,CHA012400001,Nacht,"Live, 2",Apple Music,Streaming,Germany,7,-0.0190
        2024-02,2024-03,Nacht,7612345678900,Selbst,ch-a01-24-00002,Tag,,Deezer,Streaming,DE,-2,-0.01
        Total,,,,,,,,,,,158,0.38680
        """;

    public const string DistroKidOld =
        "Reporting Date\tSale Month\tStore\tArtist\tTitle\tISRC\tUPC\tQuantity\tTeam Percentage\tSong/Album\tCountry of Sale\tSongwriter Royalties Withheld\tEarnings (USD)\r"
        + "2023-06-13\t2023-04\tAmazon Unlimited\tA\tSong\tQZDA72300001\t196000000001\t12\t100\tSong\tUS\t0\t0.084312345678\r"
        + "2023-06-13\t2023-04\tYouTube (Ads)\tA\tSong\tQZDA72300001\t196000000001\t3\t100\tSong\tOU\t0\t0.000012\r";

    public const string DistroKidNew =
        "Date Inserted\tReporting Date\tSale Month\tStore\tArtist\tTitle\tISRC\tUPC\tQuantity\tTeam Percentage\tSource Type\tCountry of Sale\tSongwriter Royalties Withheld (USD)\tRecoup (USD)\tEarnings (USD)\n"
        + "2024-06-20\t2024-06-13\t2024-04\tSpotify\tA\tSong\tQZDA72300001\t196000000001\t12\t50\tSong\tUS\t0\t0\t0.042\n";

    public const string TuneCore =
        """
        Sales Period,Posted Date,Store Name,Country Of Sale,Artist,Release Type,Release Title,Song Title,Label,UPC,Optional UPC,TC Song ID,Optional ISRC,Sales Type,# Units Sold,Per Unit Price,Net Sales,Net Sales Currency,Exchange Rate,Total Earned,Currency
        2023-10-01,2023-12-07,Spotify,IT,A,Single,R,S,L,859700000001,,12345,TCAHX2300001,Stream,"1,204",0.0031,3.7324,EUR,1.09,4.068316,USD
        """;

    public const string CdBaby =
        "Report Date\tSales Date\tQuantity\tPrice\tSubtotal\tIsrc\tBarcode\tCDBabySku\tAlbum Name\tArtist Name\tTrack Name\tPartner Name\tTransaction Type\tDelivery Country\n"
        + "10/15/2023 12:00:00 AM\t8/1/2023 12:00:00 AM\t1\t0.0021\t0.0021\tuscgh2300001\t198000000001\t50001\tB\tA\tT\tSpotify\tStreaming\tUS\n"
        + "10/15/2023 12:00:00 AM\t8/31/2023 12:00:00 AM\t1\t1.2E-05\t1.2E-05\tuscgh2300001\t198000000001\t50001\tB\tA\tT\tTidal\tStreaming\tUS\n";

    public const string Believe =
        """
        Reporting month,Sales Month,Platform,Country / Region,Label Name,Artist Name,Release title,Track title,UPC,ISRC,Release Catalog nb,Streaming Subscription Type,Release type,Sales Type,Quantity,Client Payment Currency,Unit Price,Mechanical Fee,Gross Revenue,Client share rate,Net Revenue
        2024-03-01,2024-01-01,Deezer,FR,L,A,R,T,3610000000001,FRX872400001,CAT1,Premium,Music Release,Stream,88,EUR,0.0040,0.0000,0.3520,0.8000,0.28160000
        """;

    public const string Orchard =
        "Period;Activity Period;DMS;Territory;Orchard UPC;Manufacturer's UPC;Label Catalog #;Imprint Label;Artist Name;Release Name;Track Name;ISRC;Volume;Track #;Quantity;Trans Type;Label Share Net Receipts;Preferred Currency\r\n"
        + "2017M10;2017M9;YouTube;Spain;191774000000;;J1;BIG;A;R;Niña;USQX91700001;1;2;1.503;Stream;50,75;USD\r\n"
        + "2017M10;2017M9;Amazon Music Unlimited;ES;191774000000;;J1;BIG;A;R;Niña;USQX91700001;1;2;10;Stream;(0,0120);USD\r\n";

    public const string Symphonic =
        """
        Reporting Period,Label,Release Name,Release Version,Release Artists,UPC Code,Catalogue,Track Title,Mix Version,ISRC Code,Track Artists,Digital Service Provider,Activity Period,Territory,Delivery,Content Type,Sale or Void,Count,Royalty ($US)
        21-Jan,L,R,,A,888000000001,C1,T,,QMDA62100001,A,Spotify,20-Nov,US,Stream,Track,Sale,900,3.41
        MAY-26,L,R,,A,888000000001,C1,T,,QMDA62100001,A,Apple Music,MAR-26,US,Stream,Track,Void,-1,-0.0100
        """;

    public const string Dsr =
        "HEAD\t1.0\tBasicAudioProfile\t4.2\tM1\t2024-02-10T10:00:00Z\t1\t1\t2024-01-01\t2024-01-31\tPADPIDA2011072101T\tSpotify\tSpotify Premium\tPADPIDA0000000001A\tLabel\t\n"
        + "SY02.03\tS1\tSpotify\tPADPIDA2011072101T\tSubscriptionModel\tOnDemandStream\tCH\tPremium\t180\t10\tCHF\t0.72\t\t\t\t\t\t\t\t\t\n"
        + "RE01.02\tB1\tR1\tD1\tP1\tCAT\t7612345678900\tA\t\t\"Nacht\t\tAlbum\tL\t\tD\t2024-01-01\n"
        + "AS01.02\tB1\tA1\tD2\tCHA012400001\tNacht\t\tA\t\tPT3M\tMusicalWorkSoundRecording\ttrue\t\t\n"
        + "AS01.02\tB1\tA2\tD3\tCHA012400002\tTag\t\tA\t\tPT3M\tMusicalWorkSoundRecording\ttrue\t\t\n"
        + "SU02.02\tB1\tS1\tX1\tR1\tA1\ttrue\t153\t\t\tOnDemandStream\n"
        + "SU02.02\tB1\tS1\tX2\tR1\tA2\tfalse\t27\t\t\tOnDemandStream\n"
        + "FOOT\t8\t8\t1\t1\t1\n";

    public static string[] Read(string text, params (string Name, string Value)[] choices) => Read(Encoding.UTF8.GetBytes(text), choices);

    public static string[] Read(byte[] file, params (string Name, string Value)[] choices) =>
        [.. Items(file, choices).SelectMany(Short)];

    public static ImportItem[] Items(byte[] file, params (string Name, string Value)[] choices) =>
        Golden.Items(new StatementImporter(), file, Golden.Request(ImportKind.RoyaltyStatement, choices));

    public static IEnumerable<RoyaltyLine> Lines(IEnumerable<ImportItem> items) =>
        items.OfType<ImportItem.Take>().SelectMany(take => ((ReportRoyaltyLines)take.Command).Lines);

    private static IEnumerable<string> Short(ImportItem item) =>
        item is ImportItem.Take { Command: ReportRoyaltyLines command } take
            ? [$"{take.Isrc} {command.Statement.Period} {string.Join(',', take.Lines)}", .. command.Lines.Select(Short)]
            : [Golden.Short(item)];

    private static string Short(RoyaltyLine line) =>
        $"  {line.Line}: {line.Store} {line.SaleMonth} {line.Quantity} {(line.Revenue is { } revenue ? $"{revenue}" : "-")} {line.Currency} {line.Country?.ToString() ?? "-"} {line.Kind}";
}
