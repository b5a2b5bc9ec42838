using System.Text;

namespace Kolaybase.Api.Types.CSharp;

/// <summary>Names of the database as C# has them: <c>order_items</c> is <c>OrderItems</c>. What JSON calls a member is said by an attribute, so that any name will do.</summary>
internal sealed class CSharpName
{
    // Members that a record has or must not have.
    private static readonly string[] OfRecords = ["Clone", "EqualityContract", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "PrintMembers", "ReferenceEquals", "ToString"];

    private readonly HashSet<string> _taken;

    private CSharpName(IEnumerable<string> taken) => _taken = new(taken, StringComparer.Ordinal);

    /// <summary>Names of the types of one namespace.</summary>
    public static CSharpName OfTypes() => new(["Optional", "OptionalConverter"]);

    /// <summary>Names of the members of one record, which must not be called as it is.</summary>
    public static CSharpName OfMembers(params string[] records) => new([.. OfRecords, .. records]);

    /// <summary>Names of the values of an enumeration.</summary>
    public static CSharpName OfValues() => new([]);

    /// <summary>A name that nothing else here has, with <paramref name="endings"/> that nothing else has either.</summary>
    /// <param name="name">The name in the database.</param>
    /// <param name="endings">What is put behind it for further types.</param>
    public string Take(string name, params string[] endings)
    {
        var pascal = Pascal(name);
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? pascal : $"{pascal}{number}";
            string[] all = [candidate, .. endings.Select(e => candidate + e)];
            if (!all.Any(_taken.Contains))
            {
                _taken.UnionWith(all);
                return candidate;
            }
        }
    }

    /// <summary>Letters and digits, each word with a capital; what has none of them is called <c>Item</c>.</summary>
    internal static string Pascal(string name)
    {
        var text = new StringBuilder();
        var begins = true;
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c))
            {
                begins = true;
                continue;
            }

            text.Append(begins ? char.ToUpperInvariant(c) : c);
            begins = false;
        }

        return text.Length == 0 ? "Item" : char.IsLetter(text[0]) ? text.ToString() : "_" + text;
    }
}
