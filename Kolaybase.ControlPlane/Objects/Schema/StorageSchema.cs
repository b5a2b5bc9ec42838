using System.Text;
using Npgsql;

namespace Kolaybase.ControlPlane.Objects.Schema;

/// <summary>Schema <c>storage</c> of a project's database. It belongs to the project's owner, who can write policies for it and, as with all that is his, also drop it.</summary>
public static class StorageSchema
{
    private static readonly Lazy<string> Script = new(Read);

    /// <summary>Makes what is missing of it, in one transaction. Safe to repeat and to run twice at once.</summary>
    /// <param name="owner">A connection of the project's owner.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task EnsureAsync(NpgsqlConnection owner, CancellationToken cancellationToken)
    {
        await using var transaction = await owner.BeginTransactionAsync(cancellationToken);
        // "If not exists" does not keep two sessions from colliding.
        await using (var turn = new NpgsqlCommand("select pg_catalog.pg_advisory_xact_lock(7746287551203)", owner))
        {
            await turn.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var command = new NpgsqlCommand(Script.Value, owner))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static string Read()
    {
        var assembly = typeof(StorageSchema).Assembly;
        var resource = assembly.GetManifestResourceNames().Single(n => n.EndsWith(".Objects.Schema.storage.sql", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
