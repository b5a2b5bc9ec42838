namespace Kolaybase.Tests.Conformance.Support;

/// <summary>A chapter whose requests change nothing.</summary>
public abstract class ReadChapter
{
    protected static async Task CheckAsync(int major, params Exchange[] exchanges) =>
        await Exchanges.CheckAsync(await ConformanceHost.ForReadingAsync(major), null, exchanges);
}
