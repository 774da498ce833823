using System.Security.Cryptography;
using System.Text;

namespace CaseLedger.Ledger.Appending;

/// <summary>A well-formed append with the salts and commitments of its payloads.</summary>
internal class SealedAppend
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal SealedAppend(AppendRequest request)
    {
        Validate(request);
        Request = request;
        Sealed = new SealedPayload[request.Events.Count];
        for (var i = 0; i < Sealed.Length; i++)
        {
            Sealed[i] = SealedPayload.Of(request.Events[i].Payload);
            PayloadBytes += request.Events[i].Payload.Length;
        }
    }

    internal AppendRequest Request { get; }

    internal SealedPayload[] Sealed { get; }

    internal long PayloadBytes { get; }

    internal bool SameContentAs(SealedAppend other)
    {
        var (a, b) = (Request, other.Request);
        return a.Stream == b.Stream && a.Actor == b.Actor && a.Events.Count == b.Events.Count
            && a.Events.Zip(b.Events).All(pair =>
                pair.First.EventId == pair.Second.EventId
                && pair.First.Type == pair.Second.Type
                && pair.First.Payload.AsSpan().SequenceEqual(pair.Second.Payload));
    }

    private static void Validate(AppendRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Name(request.Stream, "stream");
        Name(request.Actor, "actor");
        if (request.Events.Count == 0)
        {
            throw new ArgumentException("An append holds at least one event.", nameof(request));
        }

        if (request.Expected.Value > int.MaxValue - request.Events.Count)
        {
            throw new ArgumentException($"No stream has as many events as {request.Expected}.", nameof(request));
        }

        var ids = request.Events.Count > 1 ? new HashSet<Guid>() : null;
        foreach (var @event in request.Events)
        {
            Name(@event.Type, "type");
            if (ids?.Add(@event.EventId) == false)
            {
                throw new ArgumentException($"The id {@event.EventId} stands twice in one append.", nameof(request));
            }
        }
    }

    /// <summary>
    /// A line feed would let two envelopes share one leaf text; PostgreSQL's text holds no NUL; half a surrogate pair
    /// has no UTF-8 form, and would only be found when a whole batch is being sent.
    /// </summary>
    private static void Name(string value, string field)
    {
        if (string.IsNullOrEmpty(value) || value.AsSpan().IndexOfAny('\n', '\0') >= 0)
        {
            throw new ArgumentException($"The {field} must not be empty and must not hold a line feed or a NUL.", field);
        }

        StrictUtf8.GetByteCount(value);
    }
}

/// <summary>A payload's fresh salt and its commitment under it.</summary>
internal readonly record struct SealedPayload(byte[] Salt, byte[] Commitment)
{
    internal static SealedPayload Of(byte[] payload)
    {
        var salt = Salts.Next();
        return new(salt, Transparency.Commitment.To(salt, payload));
    }
}

/// <summary>Random salts, drawn from the operating system many at a time: one draw costs about as much as hashing a payload.</summary>
internal static class Salts
{
    private const int Drawn = 64;

    [ThreadStatic]
    private static byte[]? stock;

    [ThreadStatic]
    private static int left;

    internal static byte[] Next()
    {
        const int length = Transparency.Commitment.SaltLength;
        if (left == 0)
        {
            stock ??= new byte[Drawn * length];
            RandomNumberGenerator.Fill(stock);
            left = Drawn;
        }

        left--;
        var unused = stock.AsSpan(left * length, length);
        var salt = unused.ToArray();
        unused.Clear(); // a redacted event's salt must not be found in memory either
        return salt;
    }
}
