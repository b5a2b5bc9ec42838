namespace Kolaybase.Embedded.Progress;

/// <summary>Where the slow steps of a start tell how far they are.</summary>
public abstract class StartProgress
{
    /// <summary>Swallows everything: for callers that have nobody to tell.</summary>
    public static StartProgress Silent { get; } = new PlainProgress(TextWriter.Null);

    /// <summary>A progress bar on a terminal, plain lines where output is a file or a pipe.</summary>
    public static StartProgress ForConsole() =>
        Console.IsOutputRedirected ? new PlainProgress(Console.Out) : new TerminalProgress(Spectre.Console.AnsiConsole.Console);

    /// <summary>Says one line.</summary>
    public abstract void Say(string line);

    /// <summary>Runs a transfer and shows how much of it is done.</summary>
    /// <param name="title">What is transferred.</param>
    /// <param name="transfer">The work; it reports bytes done and bytes in all (null where unknown).</param>
    public abstract Task TransferAsync(string title, Func<IProgress<(long Done, long? Total)>, Task> transfer);
}
