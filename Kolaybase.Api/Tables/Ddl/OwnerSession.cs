using Npgsql;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>The project's owner inside the transaction of one schema change.</summary>
internal sealed class OwnerSession(NpgsqlConnection connection, NpgsqlTransaction transaction) : DatabaseSession(connection)
{
    /// <inheritdoc/>
    public override bool SeesEverything => true;

    /// <inheritdoc/>
    public override async Task<NpgsqlDataReader> QueryAsync(IReadOnlyList<NpgsqlBatchCommand> commands, CancellationToken cancellationToken)
    {
        // Not disposed: its reader outlives this method.
        var batch = new NpgsqlBatch(Connection, transaction) { Timeout = SchemaChanges.ClientTimeoutSeconds };
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        return await batch.ExecuteReaderAsync(cancellationToken);
    }

    /// <summary>Runs statements in order, in one round trip.</summary>
    public async Task ExecuteAsync(IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        await using var reader = await QueryAsync([.. statements.Select(s => Command(s))], cancellationToken);
        while (await reader.NextResultAsync(cancellationToken))
        {
            // Reading on to the end is what raises the error of a later statement.
        }
    }

    /// <inheritdoc cref="ExecuteAsync(IEnumerable{string}, CancellationToken)"/>
    public Task ExecuteAsync(string statement, CancellationToken cancellationToken) => ExecuteAsync([statement], cancellationToken);
}
