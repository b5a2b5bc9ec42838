using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using Kolaybase.Api.Rest.Planning;
using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>Turns rows in PostgreSQL's binary format into JSON objects, straight from the connection's buffer into ours.</summary>
internal sealed class RowWriter : IDisposable
{
    private readonly (byte[] Prefix, JsonForm Form)[] _columns;
    private readonly ByteBuffer _scratch = new(1024);

    /// <summary>Prepares the keys.</summary>
    public RowWriter(ImmutableArray<OutputItem> output) =>
        _columns = [.. output.Select((column, index) => (Prefix(column.Key, index == 0), column.Form))];

    /// <summary>Adds the row that the reader stands on.</summary>
    public void Write(NpgsqlDataReader reader, ByteBuffer output)
    {
        if (_columns.Length == 0)
        {
            output.Append("{}"u8);
            return;
        }

        for (var i = 0; i < _columns.Length; i++)
        {
            output.Append(_columns[i].Prefix);
            if (reader.IsDBNull(i))
            {
                output.Append("null"u8);
            }
            else
            {
                WriteValue(reader, i, _columns[i].Form, output);
            }
        }

        output.Append("}"u8);
    }

    /// <summary>Gives its memory back.</summary>
    public void Dispose() => _scratch.Dispose();

    private void WriteValue(NpgsqlDataReader reader, int ordinal, JsonForm form, ByteBuffer output)
    {
        if (form is JsonForm.ToJson or JsonForm.Json)
        {
            Read(reader, ordinal, output);
            return;
        }

        _scratch.Clear();
        Read(reader, ordinal, _scratch);
        var value = _scratch.Written.Span;
        switch (form)
        {
            case JsonForm.Boolean:
                output.Append(value[0] == 0 ? "false"u8 : "true"u8);
                break;
            case JsonForm.Int2:
                WriteNumber(BinaryPrimitives.ReadInt16BigEndian(value), output);
                break;
            case JsonForm.Int4:
                WriteNumber(BinaryPrimitives.ReadInt32BigEndian(value), output);
                break;
            case JsonForm.Int8:
                WriteNumber(BinaryPrimitives.ReadInt64BigEndian(value), output);
                break;
            case JsonForm.Text:
                JsonText.AppendString(output, value);
                break;
            case JsonForm.Uuid:
                WriteUuid(new Guid(value, bigEndian: true), output);
                break;
            case JsonForm.Jsonb:
                output.Append(value[1..]);
                break;
            default:
                throw new InvalidOperationException($"No writer for {form}");
        }
    }

    /// <summary>Copies a value's bytes as they came over the wire.</summary>
    private static void Read(NpgsqlDataReader reader, int ordinal, ByteBuffer target)
    {
        var length = (int)reader.GetBytes(ordinal, 0, null, 0, 0);
        target.Reserve(length);
        target.Advance((int)reader.GetBytes(ordinal, 0, target.Array, target.Length, length));
    }

    private static void WriteNumber(long number, ByteBuffer output)
    {
        Utf8Formatter.TryFormat(number, output.Reserve(20), out var written);
        output.Advance(written);
    }

    private static void WriteUuid(Guid uuid, ByteBuffer output)
    {
        var room = output.Reserve(38);
        room[0] = room[37] = (byte)'"';
        Utf8Formatter.TryFormat(uuid, room[1..], out _);
        output.Advance(38);
    }

    private static byte[] Prefix(string key, bool first)
    {
        using var prefix = new ByteBuffer(64);
        prefix.Append(first ? "{"u8 : ","u8);
        JsonText.AppendString(prefix, Encoding.UTF8.GetBytes(key));
        prefix.Append(":"u8);
        return prefix.Written.ToArray();
    }
}
