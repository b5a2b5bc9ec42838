using Npgsql;
using NpgsqlTypes;

namespace Kolaybase.Api.Tables;

/// <summary>A connection on which the catalogue is read and statements run, whoever it belongs to.</summary>
internal abstract class DatabaseSession(NpgsqlConnection connection)
{
    /// <summary>The connection.</summary>
    protected NpgsqlConnection Connection { get; } = connection;

    /// <summary>True when every table of the project is to be seen, false when only what the role has a privilege on.</summary>
    public abstract bool SeesEverything { get; }

    /// <summary>Runs the commands in one round trip; the reader stands at the first one's result.</summary>
    public abstract Task<NpgsqlDataReader> QueryAsync(IReadOnlyList<NpgsqlBatchCommand> commands, CancellationToken cancellationToken);

    /// <summary>Runs one command.</summary>
    public Task<NpgsqlDataReader> QueryAsync(NpgsqlBatchCommand command, CancellationToken cancellationToken) =>
        QueryAsync([command], cancellationToken);

    /// <summary>Runs one command and reads the first column of its rows.</summary>
    public async Task<List<T>> ColumnAsync<T>(NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await QueryAsync(command, cancellationToken);
        var values = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            values.Add(await reader.GetFieldValueAsync<T>(0, cancellationToken));
        }

        return values;
    }

    /// <summary>A statement with its values for <c>$1</c>, <c>$2</c> and so on.</summary>
    public static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        }

        return command;
    }

    /// <summary>JSON text as a value of type json.</summary>
    public static NpgsqlParameter Json(string text) => new() { Value = text, NpgsqlDbType = NpgsqlDbType.Json };

    /// <summary>An object's id.</summary>
    public static NpgsqlParameter Oid(uint oid) => new() { Value = oid, NpgsqlDbType = NpgsqlDbType.Oid };

    /// <summary>Text whose type the statement decides.</summary>
    public static NpgsqlParameter Untyped(string text) => new() { Value = text, NpgsqlDbType = NpgsqlDbType.Unknown };
}
