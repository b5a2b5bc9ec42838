using Kolaybase.Api.Http;
using Npgsql;

namespace Kolaybase.Api.Storage;

/// <summary>A connection within one unit of work of storage.</summary>
internal sealed class StorageSession(NpgsqlConnection connection, ProjectCaller caller)
{
    private bool _began;

    /// <summary>Who calls.</summary>
    public ProjectCaller Caller => caller;

    /// <summary>Sends a batch and reads its results.</summary>
    public async Task<T> QueryAsync<T>(Action<StorageBatch> write, Func<StorageResults, Task<T>> read, CancellationToken cancellationToken)
    {
        var statements = new StorageBatch(caller, begins: !_began);
        write(statements);
        await using var batch = new NpgsqlBatch(connection) { Timeout = StorageBatch.ClientTimeoutSeconds };
        foreach (var command in statements.Commands)
        {
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        _began = true;
        var results = new StorageResults(reader, statements.Wanted);
        await results.NextAsync(cancellationToken);
        var answer = await read(results);
        // Reading on to the end is what raises the error of a later statement.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }

        return answer;
    }

    /// <summary>Sends a batch whose results nobody wants.</summary>
    public Task ExecuteAsync(Action<StorageBatch> write, CancellationToken cancellationToken) => QueryAsync(write, static _ => Task.FromResult(true), cancellationToken);

    /// <summary>The transaction is gone: the next batch begins anew.</summary>
    public void Abandon() => _began = false;
}

/// <summary>The results of a batch, without those of the statements that only say who runs the others.</summary>
internal sealed class StorageResults(NpgsqlDataReader reader, IReadOnlyList<bool> wanted)
{
    private int _index = -1;

    /// <summary>Stands at the current result.</summary>
    public NpgsqlDataReader Reader => reader;

    /// <summary>Goes on to the next statement's result.</summary>
    public async Task NextAsync(CancellationToken cancellationToken)
    {
        do
        {
            // The reader stands at the first result when it is made.
            if (_index >= 0 && !await reader.NextResultAsync(cancellationToken))
            {
                return;
            }

            _index++;
        }
        while (_index < wanted.Count && !wanted[_index]);
    }
}
