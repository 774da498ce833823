using System.Security.Cryptography;
using System.Text;

namespace CaseLedger.Web.Demonstration;

/// <summary>Ids that follow from names, so that the demonstration recorded twice is recorded once.</summary>
internal static class NamedId
{
    private const string Namespace = "caseledger:demonstration:";
    private const int Bytes = 16;

    /// <summary>The id of a name: a UUID of version 8 made from SHA-256 (RFC 9562, appendix B.2).</summary>
    public static Guid Of(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(Namespace + name))[..Bytes];
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new(bytes, bigEndian: true);
    }
}
