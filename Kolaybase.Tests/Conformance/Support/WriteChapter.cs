namespace Kolaybase.Tests.Conformance.Support;

/// <summary>A chapter whose requests write. Before each exchange the tables for writing are as <c>Writes.sql</c> fills them.</summary>
public abstract class WriteChapter(WriteHosts hosts) : IClassFixture<WriteHosts>
{
    protected async Task CheckAsync(int major, params Exchange[] exchanges)
    {
        var host = await hosts.GetAsync(major);
        await Exchanges.CheckAsync(host, () => host.Database.ExecuteAsync("call conformance.fill()"), exchanges);
    }
}
