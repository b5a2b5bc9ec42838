using System.Collections.Concurrent;
using Kolaybase.Embedded.Progress;

namespace Kolaybase.Tests.AppHost;

/// <summary>Keeps what was said, whoever said it when.</summary>
internal sealed class RecordedProgress : StartProgress
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public override void Say(string line) => _lines.Enqueue(line);

    public override Task TransferAsync(string title, Func<IProgress<(long Done, long? Total)>, Task> transfer)
    {
        Say(title);
        return transfer(new Progress<(long, long?)>());
    }
}
