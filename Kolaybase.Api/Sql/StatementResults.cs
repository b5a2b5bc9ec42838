using System.Data;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Kolaybase.Api.Sql.Values;
using Npgsql;

namespace Kolaybase.Api.Sql;

/// <summary>Reads what a statement gives: the rows of the asked page as far as they fit, and the number of all. The statement runs to its end: it may write.</summary>
/// <param name="session">Where it runs.</param>
/// <param name="page">Which rows are wanted.</param>
/// <param name="room">How many bytes of values the answer has room for; shared by all statements of a text.</param>
internal sealed class StatementResults(SqlSession session, RowPage page, AnswerRoom room)
{
    /// <summary>Runs a statement and reads its results; the last set that has columns counts, where a rewrite rule makes several.</summary>
    public async Task<SqlResultSet> RunAsync(NpgsqlCommand command)
    {
        command.AllResultTypesAreUnknown = true;
        RawSet set;
        await using (var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, session.Ended))
        {
            do
            {
                set = await ReadAsync(reader);
            }
            while (await reader.NextResultAsync(session.Ended));
            if (set.Oids.Length == 0 && set.Count == 0)
            {
                set = set with { Count = Math.Max(0, reader.RecordsAffected) };
            }
        }

        var types = await TypeLookup.FindAsync(session.Connection, set.Oids, session.Ended);
        var rows = new List<SqlRow>(set.Rows.Count);
        foreach (var row in set.Rows)
        {
            if (Json(row, set.Names, types) is not { } json)
            {
                break;
            }

            rows.Add(new SqlRow(json));
        }

        return new SqlResultSet([.. set.Names.Zip(types, (name, type) => new SqlColumn(name, type.Name))], rows, set.Count, set.Truncated || rows.Count < set.Rows.Count);
    }

    private async Task<RawSet> ReadAsync(NpgsqlDataReader reader)
    {
        var width = reader.FieldCount;
        if (!room.Take(width * ColumnOverhead))
        {
            // A thousand statements of as many columns are large without any row.
            width = 0;
        }

        var names = ColumnNames.Distinct([.. Enumerable.Range(0, width).Select(reader.GetName)]);
        var rows = new List<byte[]?[]>();
        var (count, truncated) = (0L, width < reader.FieldCount);
        while (await reader.ReadAsync(session.Ended))
        {
            count++;
            if (count <= page.Skip || truncated)
            {
                continue;
            }

            if (rows.Count == page.Limit || ReadRow(reader, width) is not { } row)
            {
                truncated = true;
                continue;
            }

            rows.Add(row);
        }

        return new(names, [.. Enumerable.Range(0, width).Select(reader.GetDataTypeOID)], rows, count, truncated);
    }

    /// <summary>The texts of a row's values; null when there is no room for them.</summary>
    private byte[]?[]? ReadRow(NpgsqlDataReader reader, int width)
    {
        var row = new byte[]?[width];
        for (var i = 0; i < width; i++)
        {
            if (reader.IsDBNull(i))
            {
                continue;
            }

            var length = reader.GetBytes(i, 0, null, 0, 0);
            if (!room.Take(length))
            {
                return null;
            }

            row[i] = new byte[length];
            reader.GetBytes(i, 0, row[i], 0, (int)length);
            if (!Utf8.IsValid(row[i]))
            {
                throw new DecoderFallbackException();
            }
        }

        return room.Take(RowOverhead(width)) ? row : null;
    }

    // Names, quotes and commas: an answer of many short rows is mostly these.
    // Its name, 63 bytes at most, its type and the words for both.
    private const long ColumnOverhead = 128;

    private static long RowOverhead(int width) => 2 + (16L * width);

    /// <summary>A row as JSON; null when there is no room for it. Names of composites' fields, which no value holds, make it larger than its values without bound.</summary>
    private ReadOnlyMemory<byte>? Json(byte[]?[] row, string[] names, IReadOnlyList<TypeInfo> types)
    {
        var buffer = new RoomWriter(room);
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            json.WriteStartObject();
            for (var i = 0; i < row.Length && !buffer.IsFull; i++)
            {
                json.WritePropertyName(names[i]);
                JsonValue.WriteOrNull(json, row[i], types[i].Form);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenOrNull;
    }

    private sealed record RawSet(string[] Names, uint[] Oids, List<byte[]?[]> Rows, long Count, bool Truncated);
}

/// <summary>Which rows of a result set are wanted.</summary>
internal readonly record struct RowPage(long Skip, int Limit);
