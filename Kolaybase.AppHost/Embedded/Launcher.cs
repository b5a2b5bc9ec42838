using Kolaybase.Embedded.Processes;

namespace Kolaybase.AppHost.Embedded;

/// <summary>
/// The <c>dotnet run</c> that started us, if one did. It passes SIGTERM on, but not SIGKILL: who kills it sees a
/// program end and does not expect the stack to go on without it.
/// </summary>
internal sealed class Launcher
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ParentProcess? _dotnetRun = ParentProcess.Current() is { } parent && parent.Arguments.Contains("run") ? parent : null;

    /// <summary>Ends when <c>dotnet run</c> has ended before us. Never ends when something else started us: a shell may go and leave us behind.</summary>
    public async Task GoneAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        while (_dotnetRun is not { IsGone: true })
        {
            await Task.Delay(_dotnetRun is null ? Timeout.InfiniteTimeSpan : Pause, time, cancellationToken);
        }
    }
}
