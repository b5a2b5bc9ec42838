using System.Globalization;

namespace Kolaybase.Embedded.Progress;

/// <summary>Progress as plain lines: a transfer says each full quarter, so that a log stays short.</summary>
internal sealed class PlainProgress(TextWriter output) : StartProgress
{
    private readonly Lock _gate = new();

    public override void Say(string line)
    {
        lock (_gate)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    public override async Task TransferAsync(string title, Func<IProgress<(long Done, long? Total)>, Task> transfer)
    {
        Say(title);
        await transfer(new Quarters(this));
    }

    private sealed class Quarters(PlainProgress owner) : IProgress<(long Done, long? Total)>
    {
        private long _said;

        public void Report((long Done, long? Total) value)
        {
            if (value.Total is not > 0)
            {
                return;
            }

            var quarter = value.Done * 4 / value.Total.Value;
            if (quarter <= _said)
            {
                return;
            }

            _said = quarter;
            owner.Say(string.Create(CultureInfo.InvariantCulture, $"  {quarter * 25} % of {value.Total / 1024.0 / 1024.0:0.0} MB"));
        }
    }
}
