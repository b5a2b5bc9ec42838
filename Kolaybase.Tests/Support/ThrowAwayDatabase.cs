namespace Kolaybase.Tests.Support;

/// <summary>A database of one test.</summary>
public sealed class ThrowAwayDatabase(PostgresServer server, string name) : IAsyncDisposable
{
    public string Name => name;

    public PostgresServer Server => server;

    /// <summary>Connection string of the superuser on this database.</summary>
    public string ConnectionString => server.SuperuserConnectionString.Replace("Database=postgres", $"Database={name}", StringComparison.Ordinal);

    public async ValueTask DisposeAsync() => await server.ExecuteAsync($"drop database if exists {name} with (force)", CancellationToken.None);
}
