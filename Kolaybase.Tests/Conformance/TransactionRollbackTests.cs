using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Preferences, "Transaction End Preference", where the setting allows it.</summary>
public class TransactionRollbackTests
{
    [Theory, Majors, Item("tx=rollback")]
    public async Task A_write_is_answered_and_undone(int major)
    {
        await using var host = await ConformanceHost.StartAsync(major, ("AllowTxRollback", true));

        await Exchanges.CheckAsync(host, () => host.Database.ExecuteAsync("call conformance.fill()"),
        [
            Post("items?select=id", """{"id":60,"name":"A"}""").As("anon").Prefer("tx=rollback, return=representation").Gives("""[{"id":60}]""", 201).Applied("return=representation, tx=rollback").Then(
                Get("items?id=eq.60&select=id").Gives("[]")),
            Patch("items?id=eq.1", """{"name":"A"}""").As("anon").Prefer("tx=rollback").GivesNothing(204).Applied("tx=rollback").Then(Get("items?id=eq.1&select=name").Gives("""[{"name":"Pen"}]""")),
            Delete("items?id=eq.1").Prefer("tx=rollback").GivesNothing(204).Then(Get("items?id=eq.1&select=name").Gives("""[{"name":"Pen"}]""")),
            Post("rpc/add_item?select=name", """{"name":"A"}""").Prefer("tx=rollback").Gives("""{"name":"A"}""").Then(Get("items?name=eq.A").Gives("[]")),
            Post("items", """{"id":60,"name":"A"}""").As("anon").Prefer("tx=commit").GivesNothing(201).Applied("tx=commit").Then(Get("items?id=eq.60&select=id").Gives("""[{"id":60}]""")),
        ]);
    }
}
