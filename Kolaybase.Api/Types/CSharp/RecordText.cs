using System.Text;
using Kolaybase.Api.Types.Catalogue;

namespace Kolaybase.Api.Types.CSharp;

/// <summary>Writes one record.</summary>
internal static class RecordText
{
    private const string Attribute = "global::System.Text.Json.Serialization.Json";

    /// <summary>Appends it.</summary>
    public static void Write(StringBuilder file, string name, string summary, IEnumerable<RecordMember> members, CSharpTypes types)
    {
        var names = CSharpName.OfMembers(name);
        file.Append($"    /// <summary>{CSharpText.Comment(summary)}</summary>\n    public sealed record {name}\n    {{\n");
        foreach (var member in members)
        {
            var type = types.Of(member.Type) + (member.Nullable ? "?" : "");
            file.Append($"        [{Attribute}PropertyName({CSharpText.Literal(member.Name)})]\n");
            if (member.LeftOut || member.Optional)
            {
                file.Append($"        [{Attribute}Ignore(Condition = {Attribute}IgnoreCondition.WhenWritingDefault)]\n");
            }

            if (CSharpTypes.HasNames(member.Type) && !member.Optional)
            {
                file.Append($"        [{Attribute}NumberHandling({Attribute}NumberHandling.AllowNamedFloatingPointLiterals)]\n");
            }

            file.Append($"        public {(member.Required ? "required " : "")}{(member.Optional ? $"global::Database.Optional<{type}>" : type)} {names.Take(member.Name)} {{ get; init; }}\n\n");
        }

        file.Append("    }\n\n");
    }
}

/// <summary>A member of a record.</summary>
/// <param name="Name">What JSON calls it.</param>
/// <param name="Type">Its type.</param>
/// <param name="Nullable">Whether it may be null.</param>
/// <param name="Required">Whether it has to be there.</param>
/// <param name="LeftOut">Whether null is not written.</param>
/// <param name="Optional">Whether it may be not given, apart from null.</param>
internal sealed record RecordMember(string Name, ClientType Type, bool Nullable, bool Required, bool LeftOut = false, bool Optional = false);
