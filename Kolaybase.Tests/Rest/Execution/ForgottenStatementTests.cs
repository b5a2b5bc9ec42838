using System.Net;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.Tests.Rest.Support;
using Npgsql;

namespace Kolaybase.Tests.Rest.Execution;

/// <summary>
/// Prepared statements that are gone on every connection of a pool, as after a function that drops them all: each attempt may get
/// another connection, and all of them heal within the first request.
/// </summary>
public class ForgottenStatementTests
{
    /// <summary>As many as a project has unless set.</summary>
    private const int Connections = 6;

    private const string Tables = """
        create table a (id int, name text); insert into a values (1, 'one');
        create function change() returns void security definer language plpgsql as $$ begin alter table a add column extra int; insert into a values (9, 'nine', 9); end $$;
        grant all on a to service_role; grant execute on function change() to service_role;
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_read_heals_whatever_number_of_connections_has_forgotten_it()
    {
        await using var host = await RestHost.StartAsync(18, Tables, Connections);
        await ForgetEverywhereAsync(host, () => host.GetAsync("a?id=eq.1"));

        for (var i = 0; i < 2 * Connections; i++)
        {
            Assert.Equal("""[{"id":1,"name":"one"}]""", (await host.GetAsync("a?id=eq.1")).Expect(HttpStatusCode.OK).Body);
        }
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("tx=rollback", 0)]
    public async Task A_write_heals_too_and_happens_once_or_not_at_all(string? prefer, int written)
    {
        await using var host = await RestHost.StartAsync(18, Tables, Connections, ("AllowTxRollback", true));
        await ForgetEverywhereAsync(host, () => host.SendAsync("POST", "a", body: """{"id":2}""", prefer: prefer));
        await host.Database.ExecuteAsync("delete from a where id = 2");

        (await host.SendAsync("POST", "a", body: """{"id":2}""", prefer: prefer)).Expect(HttpStatusCode.Created);

        Assert.Equal(written, await host.Database.ScalarAsync<long>("select count(*) from a where id = 2"));
    }

    [Fact]
    public async Task What_a_request_changed_and_undid_leaves_prepared_statements_and_schema_right()
    {
        await using var host = await RestHost.StartAsync(18, Tables, connections: 1, ("AllowTxRollback", true));
        for (var i = 0; i < PoolSettings.PreparedAfter + 2; i++)
        {
            Assert.Equal("""[{"id":1,"name":"one"}]""", (await host.GetAsync("a")).Expect(HttpStatusCode.OK).Body);
            Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync("POST", "rpc/change", body: "{}", prefer: "tx=rollback")).Status);
            Assert.Equal((400, "42703"), (await host.GetAsync("a?select=extra")).Error);
        }

        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync("POST", "rpc/change", body: "{}")).Status);
        Assert.Equal("""[{"id":1,"name":"one","extra":null},{"id":9,"name":"nine","extra":9}]""", (await host.GetAsync("a?order=id")).Expect(HttpStatusCode.OK).Body);
    }

    /// <summary>Has every connection of the pool prepare what the request needs, then drop it behind the driver's back.</summary>
    private static async Task ForgetEverywhereAsync(RestHost host, Func<Task<RestAnswer>> request)
    {
        var held = new List<NpgsqlConnection>();
        for (var i = 0; i < Connections; i++)
        {
            held.Add(await host.Database.OpenAuthenticatorAsync(Token));
        }

        for (var i = 0; i < Connections; i++)
        {
            // The others are in use, so that the requests get this one.
            await held[i].DisposeAsync();
            for (var use = 0; use < PoolSettings.PreparedAfter + 1; use++)
            {
                Assert.True((await request()).Status < HttpStatusCode.Ambiguous);
            }

            held[i] = await host.Database.OpenAuthenticatorAsync(Token);
        }

        foreach (var connection in held)
        {
            await using (var count = new NpgsqlCommand("select count(*) from pg_prepared_statements", connection))
            {
                Assert.NotEqual(0L, await count.ExecuteScalarAsync(Token));
            }

            await using var drop = new NpgsqlCommand("do $$ begin execute 'deallocate all'; end $$", connection);
            await drop.ExecuteNonQueryAsync(Token);
        }

        foreach (var connection in held)
        {
            await connection.DisposeAsync();
        }
    }
}
