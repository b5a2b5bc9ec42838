using System.Globalization;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Schema;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Schema;

public class LargeSchemaTests
{
    private const int Tables = 2_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_thousand_tables_load_in_a_bounded_time_and_memory()
    {
        await using var database = await RestDatabase.CreateAsync(18, 2);
        await LargeSchema.CreateAsync(database, Tables);
        using var cache = new SchemaCache((_, token) => database.OpenAuthenticatorAsync(token), new RestLimits(), TimeProvider.System);
        await using (await database.OpenAuthenticatorAsync(Token))
        {
            // A first connection reads the types it may meet.
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = TimeProvider.System.GetTimestamp();
        var snapshot = await cache.GetAsync(database.Project.Database, Token);
        var loaded = TimeProvider.System.GetElapsedTime(start);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / Tables;

        start = TimeProvider.System.GetTimestamp();
        var ways = snapshot.From(snapshot.Find("public", "table_1000")!);
        var derived = TimeProvider.System.GetElapsedTime(start);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Tables} tables loaded in {loaded.TotalMilliseconds:F0} ms, {bytes} bytes a table, weight {snapshot.Weigh()}; ways of one in {derived.TotalMilliseconds:F1} ms"));

        Assert.Equal(Tables + (Tables / 10), snapshot.Names("public").Count());
        Assert.Equal(["table_1001 OneToMany", "table_999 ManyToOne"], ways.Select(w => $"{w.Target.Name} {w.Cardinality}"));
        Assert.True(loaded < TimeSpan.FromSeconds(5), $"{loaded}");
        Assert.True(bytes < 10_000, $"{bytes} bytes");
    }
}
