using Rebus.Config;
using Rebus.Serialization;
using Rebus.Serialization.Custom;
using Rebus.Serialization.Json;

namespace Kolaybase.ControlPlane.Jobs;

/// <summary>The kinds of job with the names that they have in the queue: a name outlives a renamed class, since jobs wait across releases.</summary>
public static class JobTypes
{
    /// <summary>Every kind.</summary>
    public static IReadOnlyDictionary<Type, string> Names { get; } = new Dictionary<Type, string>
    {
        [typeof(ProvisionProject)] = "provision-project",
        [typeof(DeleteProject)] = "delete-project",
        [typeof(SendMail)] = "send-mail",
        [typeof(RequestPasswordReset)] = "request-password-reset",
        [typeof(SignUpUser)] = "sign-up-user",
        [typeof(RequestUserCode)] = "request-user-code",
        [typeof(InviteUser)] = "invite-user",
        [typeof(ChangeUserEmail)] = "change-user-email",
        [typeof(RemoveObjects)] = "remove-objects",
        [typeof(DeleteBucket)] = "delete-bucket",
        [typeof(BuildIndex)] = "build-index",
        [typeof(CheckStorage)] = "check-storage",
    };

    /// <summary>The name of a kind.</summary>
    public static string NameOf(Type type) => Names.GetValueOrDefault(type, type.Name);

    /// <summary>Jobs are written as JSON under these names, by both ends alike.</summary>
    internal static void UseJobTypes(this StandardConfigurer<ISerializer> configurer, IEnumerable<KeyValuePair<Type, string>> names)
    {
        configurer.UseSystemTextJson();
        var builder = configurer.UseCustomMessageTypeNames();
        foreach (var (type, name) in names)
        {
            builder.AddWithCustomName(type, name);
        }
    }
}
