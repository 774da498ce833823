using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CaseLedger.Web.Tests.Support;

/// <summary>A device with one passkey, in software: what a browser would hand on from it (WebAuthn level 3, ES256, no attestation).</summary>
public sealed class Authenticator(string name = "caseledger.example") : IDisposable
{
    private const byte IsPresent = 0x01;
    private const byte IsVerified = 0x04;
    private const byte HasKey = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private string _owner = "";
    private uint _uses;

    /// <summary>Whether it asked its person for a code, a finger or a face.</summary>
    public bool Verifies { get; set; } = true;

    /// <summary>The origin that the browser writes down.</summary>
    public string Origin { get; set; } = $"https://{name}";

    /// <summary>How the passkey is called in addresses.</summary>
    public string Handle => Base64Url.EncodeToString(_id);

    /// <summary>Makes the passkey that a server asks for.</summary>
    public string Make(string options)
    {
        var asked = JsonNode.Parse(options)!;
        _owner = (string)asked["user"]!["id"]!;
        var point = _key.ExportParameters(false).Q;
        // A key in COSE: kind 2 (two coordinates), algorithm -7 (ES256), curve 1 (P-256).
        byte[] key = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. Data(HasKey), .. new byte[16], 0, (byte)_id.Length, .. _id, .. key];
        // CBOR: { "fmt": "none", "attStmt": {}, "authData": data }
        byte[] attestation =
        [
            0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data,
        ];
        return Credential(new
        {
            clientDataJSON = Base64Url.EncodeToString(ClientData("webauthn.create", asked)),
            attestationObject = Base64Url.EncodeToString(attestation),
            transports = Array.Empty<string>(),
        });
    }

    /// <summary>Signs what a server asks for.</summary>
    public string Sign(string options)
    {
        _uses++;
        var client = ClientData("webauthn.get", JsonNode.Parse(options)!);
        var data = Data(0);
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new
        {
            clientDataJSON = Base64Url.EncodeToString(client),
            authenticatorData = Base64Url.EncodeToString(data),
            signature = Base64Url.EncodeToString(signature),
            userHandle = _owner,
        });
    }

    public void Dispose() => _key.Dispose();

    private byte[] Data(byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, _uses);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(name)), (byte)(flags | IsPresent | (Verifies ? IsVerified : 0)), .. count];
    }

    private byte[] ClientData(string type, JsonNode asked) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = (string)asked["challenge"]!, origin = Origin, crossOrigin = false });

    private string Credential(object response) => JsonSerializer.Serialize(
        new { id = Handle, rawId = Handle, type = "public-key", clientExtensionResults = new { }, response });
}
