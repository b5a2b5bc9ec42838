using Kolaybase.ControlPlane.Registry;
using Npgsql;

namespace Kolaybase.Tests.Support;

/// <summary>A project that is ready to use, with what its team would know.</summary>
/// <param name="Ref">Its entry.</param>
/// <param name="AnonKey">Its public key.</param>
/// <param name="ServiceKey">Its secret key.</param>
/// <param name="OwnerConnectionString">Of the login that owns its database.</param>
/// <param name="AuthenticatorConnectionString">Of the login of the data API.</param>
public sealed record ProvisionedProject(ProjectRef Ref, string AnonKey, string ServiceKey, string OwnerConnectionString, string AuthenticatorConnectionString)
{
    /// <summary>Its identifier.</summary>
    public Guid Id => Ref.Id;

    /// <summary>Runs SQL as the owner, on a connection of its own.</summary>
    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => RunAsync(OwnerConnectionString, c => c.ExecuteNonQueryAsync(cancellationToken), sql, cancellationToken);

    /// <summary>First value of the first row, asked as the owner.</summary>
    public async Task<T?> QueryAsync<T>(string sql, CancellationToken cancellationToken) =>
        await RunAsync(OwnerConnectionString, c => c.ExecuteScalarAsync(cancellationToken), sql, cancellationToken) is T value ? value : default;

    private static async Task<T> RunAsync<T>(string connectionString, Func<NpgsqlCommand, Task<T>> run, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await run(command);
    }
}
