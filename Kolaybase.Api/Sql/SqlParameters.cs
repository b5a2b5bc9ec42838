using System.Text.Json;
using Kolaybase.Api.Http.Json;
using Kolaybase.Api.Sql.Values;
using Npgsql;
using NpgsqlTypes;

namespace Kolaybase.Api.Sql;

/// <summary>
/// Values for <c>$1</c>, <c>$2</c> and so on. They travel as text whose type the statement decides; a JSON array may stand for one of PostgreSQL's or for JSON, which
/// the type of its parameter says, as the server derives it.
/// </summary>
internal static class SqlParameters
{
    private const string Name = "kolaybase_parameters";

    /// <summary>Adds them to a command.</summary>
    /// <exception cref="PostgresException">The statement is wrong; positions are those of <paramref name="command"/>'s text after <see cref="Prefix"/>.</exception>
    public static async Task AddAsync(SqlSession session, NpgsqlCommand command, IReadOnlyList<JsonElement> values)
    {
        var arrays = values.Any(v => v.ValueKind == JsonValueKind.Array) ? await ArraysAsync(session, command.CommandText) : null;
        for (var i = 0; i < values.Count; i++)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Unknown, Value = Text(values[i], $"params[{i}]", arrays is not null && i < arrays.Length && arrays[i]) ?? (object)DBNull.Value });
        }
    }

    /// <summary>What stands before a statement while its parameters' types are asked for.</summary>
    public static string Prefix => $"PREPARE {Name} AS ";

    private static string? Text(JsonElement value, string field, bool array) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => StorableText.Require(value, field),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array when array => ArrayLiteral.Of(value, field),
        _ => value.GetRawText(),
    };

    /// <summary>Which parameters are arrays. Only statements that <c>PREPARE</c> takes have parameters at all.</summary>
    private static async Task<bool[]> ArraysAsync(SqlSession session, string sql)
    {
        await session.ExecuteAsync(Prefix + sql);
        await using var ask = new NpgsqlCommand(
            $"""
            select array(select t.typlen operator(pg_catalog.=) -1 and t.typelem operator(pg_catalog.<>) 0
                         from pg_catalog.unnest(p.parameter_types) with ordinality x (type, nth)
                         join pg_catalog.pg_type t on t.oid operator(pg_catalog.=) x.type order by x.nth)
            from pg_catalog.pg_prepared_statements p where p.name operator(pg_catalog.=) '{Name}'
            """,
            session.Connection);
        var arrays = await ask.ExecuteScalarAsync(session.Ended) as bool[] ?? [];
        await session.ExecuteAsync($"DEALLOCATE {Name}");
        return arrays;
    }
}
