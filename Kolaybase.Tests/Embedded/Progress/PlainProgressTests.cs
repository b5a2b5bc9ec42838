using Kolaybase.Embedded.Progress;

namespace Kolaybase.Tests.Embedded.Progress;

public class PlainProgressTests
{
    [Fact]
    public async Task A_transfer_says_each_quarter_once()
    {
        var said = await TransferAsync(Enumerable.Range(1, 100).Select(percent => ((long)percent * 1024 * 1024, (long?)100 * 1024 * 1024)));

        Assert.Equal(["Fetching", "  25 % of 100.0 MB", "  50 % of 100.0 MB", "  75 % of 100.0 MB", "  100 % of 100.0 MB"], said);
    }

    [Fact]
    public async Task A_transfer_of_unknown_length_says_its_title_only() => Assert.Equal(["Fetching"], await TransferAsync([(1, null), (2, null)]));

    private static async Task<string[]> TransferAsync(IEnumerable<(long, long?)> reports)
    {
        using var output = new StringWriter();
        await new PlainProgress(output).TransferAsync("Fetching", progress =>
        {
            foreach (var report in reports)
            {
                progress.Report(report);
            }

            return Task.CompletedTask;
        });
        return output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
