using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Http.Json;

/// <summary>Enumerations on the wire, as the contract spells them: a project's status in capitals (<c>PROVISIONING</c>), all others small (<c>owner</c>, <c>anon</c>).</summary>
internal static class EnumNames
{
    /// <summary>Naming policy of one enumeration.</summary>
    public static JsonNamingPolicy PolicyOf(Type type) =>
        type == typeof(ProjectStatus) ? JsonNamingPolicy.SnakeCaseUpper : JsonNamingPolicy.SnakeCaseLower;

    /// <summary>The names of an enumeration on the wire; a member that declares its own (<c>public-read</c>) has that.</summary>
    public static IEnumerable<string> Of(Type type) => Enum.GetNames(type).Select(name =>
        type.GetField(name)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? PolicyOf(type).ConvertName(name));
}
