using Npgsql;

namespace Kolaybase.Tests.Tables.Support;

/// <summary>A connection of the project's authenticator that is the project's end user, as the data API would make it.</summary>
public sealed class RoleSession : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private RoleSession(NpgsqlConnection connection) => _connection = connection;

    public static async Task<RoleSession> OpenAsync(TablesProject project)
    {
        var session = new RoleSession(await project.OpenAuthenticatorAsync());
        await session.ExecuteAsync($$"""select set_config('request.jwt.claims', '{"sub": "{{project.UserId}}", "role": "authenticated"}', false), set_config('role', 'authenticated', false)""");
        return session;
    }

    /// <summary>Runs a statement; how many rows it touched.</summary>
    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
