using System.Buffers.Binary;
using System.Buffers.Text;
using Kolaybase.Api.Rest.Planning;
using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>Turns single values in PostgreSQL's binary format into JSON, straight from the connection's buffer into ours.</summary>
internal sealed class ValueWriter : IDisposable
{
    private readonly ByteBuffer _scratch = new(1024);

    /// <summary>Adds a value, or <c>null</c>.</summary>
    public void WriteOrNull(NpgsqlDataReader reader, int ordinal, JsonForm form, ByteBuffer output)
    {
        if (reader.IsDBNull(ordinal))
        {
            output.Append("null"u8);
        }
        else
        {
            Write(reader, ordinal, form, output);
        }
    }

    /// <summary>Gives its memory back.</summary>
    public void Dispose() => _scratch.Dispose();

    /// <summary>Adds a value that is not null.</summary>
    public void Write(NpgsqlDataReader reader, int ordinal, JsonForm form, ByteBuffer output)
    {
        if (form is JsonForm.ToJson or JsonForm.Json)
        {
            Copy(reader, ordinal, output);
            return;
        }

        _scratch.Clear();
        Copy(reader, ordinal, _scratch);
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
    public static void Copy(NpgsqlDataReader reader, int ordinal, ByteBuffer target)
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
}
