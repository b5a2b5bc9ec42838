using Xunit.Sdk;

namespace Kolaybase.Tests.Support;

public class SkippableStartTests
{
    [Fact]
    public async Task A_skipped_start_skips_whoever_asks_with_its_reason_and_another_nobody()
    {
        var (skipped, done) = (new SkippableStart(), new SkippableStart());

        Assert.False(await skipped.RunAsync(() =>
        {
            Assert.Skip("not here");
            return Task.CompletedTask;
        }));
        Assert.True(await done.RunAsync(() => Task.CompletedTask));

        Assert.EndsWith("not here", Skip(skipped)!.Message, StringComparison.Ordinal);
        Assert.Null(Skip(done));
    }

    [Fact]
    public Task A_start_that_fails_fails() => Assert.ThrowsAsync<InvalidOperationException>(() => new SkippableStart().RunAsync(() => throw new InvalidOperationException()));

    // Assert.Throws would let it pass, to skip the test.
    private static SkipException? Skip(SkippableStart start)
    {
        try
        {
            start.Check();
            return null;
        }
        catch (SkipException skip)
        {
            return skip;
        }
    }
}
