namespace CaseLedger.Imports.Text;

/// <summary>
/// Carries a fault of the bytes out through streams of the library that stand between who finds it and
/// <see cref="Utf8Stream"/>, which keeps it.
/// </summary>
internal sealed class FileFaultException : Exception
{
    /// <summary>Carries a fault.</summary>
    public FileFaultException(FileFault fault)
        : base(fault.Reason) => Fault = fault;

    /// <summary>The fault.</summary>
    public FileFault Fault { get; }
}
