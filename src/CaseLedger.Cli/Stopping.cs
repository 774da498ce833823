using System.Runtime.InteropServices;

namespace CaseLedger.Cli;

/// <summary>Ctrl+C and SIGTERM: the first asks to stop when it suits, the second to stop at once.</summary>
internal sealed class Stopping : IDisposable
{
    private readonly CancellationTokenSource _soon = new();
    private readonly CancellationTokenSource _now = new();
    private readonly IReadOnlyList<PosixSignalRegistration> _signals;

    /// <summary>Listens from now on.</summary>
    public Stopping() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    /// <summary>Asked to stop after what is being done.</summary>
    public CancellationToken Soon => _soon.Token;

    /// <summary>Asked to stop at once.</summary>
    public CancellationToken Now => _now.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _soon.Dispose();
        _now.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        (_soon.IsCancellationRequested ? _now : _soon).Cancel();
    }
}
