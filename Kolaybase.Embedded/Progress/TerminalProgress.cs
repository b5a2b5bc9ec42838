using Spectre.Console;

namespace Kolaybase.Embedded.Progress;

/// <summary>Progress on a terminal: a bar with percentage, size and speed while a transfer runs.</summary>
internal sealed class TerminalProgress(IAnsiConsole console) : StartProgress
{
    public override void Say(string line) => console.WriteLine(line);

    public override Task TransferAsync(string title, Func<IProgress<(long Done, long? Total)>, Task> transfer) =>
        console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn())
            .StartAsync(async context => await transfer(new Bar(context.AddTask(Markup.Escape(title)))));

    private sealed class Bar(ProgressTask task) : IProgress<(long Done, long? Total)>
    {
        public void Report((long Done, long? Total) value)
        {
            task.IsIndeterminate = value.Total is null;
            task.MaxValue = value.Total ?? Math.Max(value.Done, 1);
            task.Value = value.Done;
        }
    }
}
