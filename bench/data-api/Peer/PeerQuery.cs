using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kolaybase.Bench.DataApi.Peer;

/// <summary>A read in GraphQL. Its text is always the same, so that the peer parses and plans it once; what differs is a variable.</summary>
/// <param name="Text">The query with a variable <c>$at</c>.</param>
/// <param name="ByCursor">Whether the variable is the cursor of the row with the key; else it is the key.</param>
internal sealed record PeerQuery(string Text, bool ByCursor)
{
    /// <summary>Asks for the cursor that others are made of.</summary>
    public const string FirstCursor = "{ allItems(first: 1, orderBy: [ID_ASC]) { edges { cursor } } }";

    /// <summary>The body of a request.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cursor">The cursor of the first row.</param>
    public string Body(long key, string cursor) =>
        JsonSerializer.Serialize(new { query = Text, variables = new { at = ByCursor ? Cursor(key, cursor) : $"{key}" } });

    // A cursor is ["order",[key]] in base64: by it the peer seeks in the index as our filter does.
    private static string Cursor(long key, string first)
    {
        var parts = JsonNode.Parse(Convert.FromBase64String(first))!;
        parts[1]![0] = $"{key}";
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(parts.ToJsonString()));
    }
}
