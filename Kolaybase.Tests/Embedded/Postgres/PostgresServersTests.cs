using Kolaybase.Tests.Support;
using Npgsql;

namespace Kolaybase.Tests.Embedded.Postgres;

public class PostgresServersTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_server_of_the_wanted_major_version_answers_in_utf8_with_scram(int major)
    {
        var server = await PostgresServers.Get(major);

        await using var connection = new NpgsqlConnection($"{server.SuperuserConnectionString};Pooling=false");
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand(
            "select current_setting('server_version_num')::int / 10000, current_setting('server_encoding'), current_setting('data_checksums'), upper('straße ä')", connection);
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        Assert.True(await reader.ReadAsync(Cancelled));
        Assert.Equal(major, reader.GetInt32(0));
        Assert.Equal("UTF8", reader.GetString(1));
        Assert.Equal("on", reader.GetString(2));
        Assert.Equal("STRAßE Ä", reader.GetString(3));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_wrong_password_is_refused(int major)
    {
        var server = await PostgresServers.Get(major);

        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres", "wrong", "postgres") + ";Pooling=false");
        var exception = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync(Cancelled));
        Assert.Equal("28P01", exception.SqlState);
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_throw_away_database_is_gone_after_the_test(int major)
    {
        var server = await PostgresServers.Get(major);
        string connectionString;
        await using (var database = await server.CreateDatabaseAsync(Cancelled))
        {
            connectionString = database.ConnectionString + ";Pooling=false";
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(Cancelled);
            Assert.Equal(database.Name, connection.Database);
        }

        await using var later = new NpgsqlConnection(connectionString);
        var exception = await Assert.ThrowsAsync<PostgresException>(() => later.OpenAsync(Cancelled));
        Assert.Equal("3D000", exception.SqlState);
    }
}
