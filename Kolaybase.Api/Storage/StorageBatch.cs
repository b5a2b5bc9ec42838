using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Callers;
using Kolaybase.ControlPlane.Databases;
using Npgsql;
using NpgsqlTypes;

namespace Kolaybase.Api.Storage;

/// <summary>Statements of one round trip, each run by the project (<c>service_role</c>) or by the caller.</summary>
internal sealed class StorageBatch
{
    /// <summary>How long a server that does not answer at all is waited for, in seconds.</summary>
    public const int ClientTimeoutSeconds = 35;

    /// <summary>A statement may run for 30 s and wait 10 s for a lock.</summary>
    private const string Identity = "pg_catalog.set_config('role', $1, true), pg_catalog.set_config('request.jwt.claims', $2, true)";

    private const string Limits = "pg_catalog.set_config('statement_timeout', '30000', true), pg_catalog.set_config('lock_timeout', '10000', true), pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true)";

    private readonly ProjectCaller _caller;
    private readonly List<NpgsqlBatchCommand> _commands = [];
    private readonly List<bool> _wanted = [];
    private bool _begins;
    private bool? _asCaller;

    public StorageBatch(ProjectCaller caller, bool begins) => (_caller, _begins) = (caller, begins);

    public IReadOnlyList<NpgsqlBatchCommand> Commands => _commands;

    /// <summary>For each command that gives rows, whether they are read.</summary>
    public IReadOnlyList<bool> Wanted => _wanted;

    /// <summary>What follows is the project's own doing.</summary>
    public StorageBatch AsProject() => Become(asCaller: false);

    /// <summary>What follows is the caller's: policies bind it.</summary>
    public StorageBatch AsCaller() => Become(asCaller: true);

    /// <summary>Adds a statement that gives rows, with values for <c>$1</c>, <c>$2</c> and so on; names in it are qualified.</summary>
    public StorageBatch Add(string sql, params ReadOnlySpan<object?> values)
    {
        _commands.Add(Make(sql, values));
        _wanted.Add(true);
        return this;
    }

    /// <summary>Adds a statement that gives no rows.</summary>
    public StorageBatch Run(string sql, params ReadOnlySpan<object?> values)
    {
        _commands.Add(Make(sql, values));
        return this;
    }

    /// <summary>A value that may be null, with its type.</summary>
    public static NpgsqlParameter Value(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    private static NpgsqlBatchCommand Make(string sql, ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value switch
            {
                NpgsqlParameter parameter => parameter,
                string text => new NpgsqlParameter<string> { TypedValue = text, NpgsqlDbType = NpgsqlDbType.Text },
                long number => new NpgsqlParameter<long> { TypedValue = number },
                int number => new NpgsqlParameter<int> { TypedValue = number },
                bool flag => new NpgsqlParameter<bool> { TypedValue = flag },
                Guid id => new NpgsqlParameter<Guid> { TypedValue = id },
                DateTimeOffset time => new NpgsqlParameter { Value = time.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
                _ => new NpgsqlParameter { Value = value ?? DBNull.Value },
            });
        }

        return command;
    }

    private StorageBatch Become(bool asCaller)
    {
        // For the service key and members the two are the same.
        if (_asCaller == asCaller || (_asCaller is not null && _caller.Role == DatabaseRole.ServiceRole))
        {
            return this;
        }

        var text = _begins ? $"select {SessionReset.Function}, {Identity}, {Limits}" : $"select {Identity}";
        (_begins, _asCaller) = (false, asCaller);
        var role = asCaller ? _caller.Role : DatabaseRole.ServiceRole;
        _commands.Add(Make(text, [role.ToSql(), asCaller ? _caller.ClaimsJson : ProjectCallers.ServiceClaims]));
        _wanted.Add(false);
        return this;
    }
}
