namespace CaseLedger.Imports;

/// <summary>Told how far an importer has come that reads all of its file before it yields what it found.</summary>
internal interface ISortingWatch
{
    /// <summary>The file is read once before anything comes of it.</summary>
    void Sorting();

    /// <summary>The file is read once to see whether it can be read at all; it is read again for what it holds.</summary>
    void Checking();

    /// <summary>It can or it cannot; now it is read again.</summary>
    void Checked();

    /// <summary>The file was read to its end.</summary>
    /// <param name="rows">How many good rows follow now; each comes to an item sooner or later.</param>
    void Sorted(long rows);
}
