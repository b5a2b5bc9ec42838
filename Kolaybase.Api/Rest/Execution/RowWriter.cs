using System.Collections.Immutable;
using System.Text;
using Kolaybase.Api.Rest.Planning;
using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>Turns rows into JSON objects.</summary>
internal sealed class RowWriter : IDisposable
{
    private readonly (byte[] Key, JsonForm Form)[] _columns;
    private readonly bool _stripNulls;
    private bool _checked;
    private readonly ValueWriter _value = new();

    /// <summary>Prepares the keys.</summary>
    /// <param name="output">What each row shows.</param>
    /// <param name="stripNulls">Whether keys without a value are left out; JSON inside of values is stripped by the statement.</param>
    public RowWriter(ImmutableArray<OutputItem> output, bool stripNulls = false)
    {
        _columns = [.. output.Select(item => (Key(item.Key), item.Form))];
        _stripNulls = stripNulls;
    }

    /// <summary>Adds the row that the reader stands on.</summary>
    public void Write(NpgsqlDataReader reader, ByteBuffer output)
    {
        if (!_checked)
        {
            Check(reader);
        }

        output.Append("{"u8);
        var some = false;
        for (var i = 0; i < _columns.Length; i++)
        {
            var isNull = reader.IsDBNull(i);
            if (isNull && _stripNulls)
            {
                continue;
            }

            var before = output.Length;
            if (some)
            {
                output.Append(","u8);
            }

            output.Append(_columns[i].Key);
            var start = output.Length;
            if (isNull)
            {
                output.Append("null"u8);
            }
            else
            {
                _value.Write(reader, i, _columns[i].Form, output);
            }

            if (_stripNulls && output.Written.Span[start..].SequenceEqual("null"u8))
            {
                // JSON's own null, in a column that is not null.
                output.Truncate(before);
                continue;
            }

            some = true;
        }

        output.Append("}"u8);
    }

    /// <summary>Gives its memory back.</summary>
    public void Dispose() => _value.Dispose();

    private void Check(NpgsqlDataReader reader)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Form = JsonForms.Actual(_columns[i].Form, reader.GetDataTypeOID(i));
        }

        _checked = true;
    }

    private static byte[] Key(string key)
    {
        using var prefix = new ByteBuffer(64);
        JsonText.AppendString(prefix, Encoding.UTF8.GetBytes(key));
        prefix.Append(":"u8);
        return prefix.Written.ToArray();
    }
}
