namespace CaseLedger.Web.Evidence;

/// <summary>Tells a disk without room from one that fails otherwise: trying again does not help until somebody makes room.</summary>
internal static class FullDisk
{
    // errno.h: the disk is full, and the user's share of it is. The runtime hands the bare number on.
    private const int NoSpace = 28;
    private const int OverQuotaOfLinux = 122;
    private const int OverQuotaOfMac = 69;

    // winerror.h, as HRESULT: ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED.
    private static readonly int[] Windows = [unchecked((int)0x8007_0027), unchecked((int)0x8007_0070), unchecked((int)0x8007_050F)];

    /// <summary>Whether something could not be written because there is no room for it.</summary>
    public static bool Is(IOException fault) => OperatingSystem.IsWindows()
        ? Windows.Contains(fault.HResult)
        : fault.HResult == NoSpace || fault.HResult == (OperatingSystem.IsMacOS() ? OverQuotaOfMac : OverQuotaOfLinux);
}
