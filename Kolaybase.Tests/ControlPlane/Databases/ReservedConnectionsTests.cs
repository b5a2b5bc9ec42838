using Kolaybase.ControlPlane.Databases;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Tests.Embedded.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kolaybase.Tests.ControlPlane.Databases;

public class ReservedConnectionsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_projects_logins_have_taken_all_they_can_get_our_own_still_connect()
    {
        await using var fixture = await ClusterFixture.CreateAsync(18);
        var server = await fixture.StartAsync(fixture.Options with { MaxConnections = PostgresConnectionLimits.Reserved + 8 });
        var control = server.ConnectionString("kolaybase_control", "control", "kolaybase");
        var options = new DatabaseServerOptions
        {
            Provisioner = server.ConnectionString("kolaybase_provisioner", EmbeddedSecrets.Password(), "postgres"),
            Bootstrap = server.SuperuserConnectionString,
        };
        await new ServerBootstrap(TimeProvider.System, NullLogger<ServerBootstrap>.Instance).EnsureAsync(options, control, Cancelled);
        await ClusterFixture.AskAsync<object?>(server, "create role kb_x_owner login password 'owner'");
        await ClusterFixture.AskAsync<object?>(server, "create database kb_x owner kb_x_owner");

        var held = new List<NpgsqlConnection>();
        try
        {
            var full = await Assert.ThrowsAsync<PostgresException>(async () =>
            {
                while (true)
                {
                    held.Add(await OpenAsync(server.ConnectionString("kb_x_owner", "owner", "kb_x")));
                }
            });
            Assert.Equal(PostgresErrorCodes.TooManyConnections, full.SqlState);
            Assert.NotEmpty(held);

            held.Add(await OpenAsync(control));
            held.Add(await OpenAsync(options.Provisioner));
        }
        finally
        {
            foreach (var connection in held)
            {
                await connection.DisposeAsync();
            }
        }
    }

    [Theory]
    [InlineData(15, null, "max_connections=400")]
    [InlineData(15, 50, "max_connections=50")]
    [InlineData(16, null, "max_connections=200 reserved_connections=20")]
    [InlineData(18, 50, "max_connections=50 reserved_connections=20")]
    public void A_version_that_can_reserve_none_gets_more_instead(int major, int? maximum, string expected) =>
        Assert.Equal(expected, string.Join(' ', PostgresConnectionLimits.For(major, maximum).Select(setting => $"{setting.Name}={setting.Value}")));

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        try
        {
            await connection.OpenAsync(Cancelled);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
