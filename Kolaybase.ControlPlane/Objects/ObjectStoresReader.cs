using Microsoft.Extensions.Configuration;

namespace Kolaybase.ControlPlane.Objects;

/// <summary>Reads <see cref="ObjectStoresOptions"/>; what is wrong is added to the faults, never with a secret in it.</summary>
internal static class ObjectStoresReader
{
    private const int MaxName = 63;

    public static ObjectStoresOptions Read(IConfiguration configuration, ICollection<string> faults)
    {
        var options = new ObjectStoresOptions
        {
            Default = Text(configuration[ObjectStoresOptions.DefaultKey]) is { Length: > 0 } name ? name : ObjectStoresOptions.Files,
            Folder = Text(configuration[ObjectStoresOptions.FolderKey]),
        };
        foreach (var child in configuration.GetSection(ObjectStoresOptions.Section).GetChildren())
        {
            if (child.Key == ObjectStoresOptions.Files || child.Key.Length > MaxName)
            {
                faults.Add($"{child.Path} must have another name: at most {MaxName} characters, and not \"{ObjectStoresOptions.Files}\", which is the store on plain files.");
                continue;
            }

            options[child.Key] = Server(child, faults);
        }

        if (options.Default != ObjectStoresOptions.Files && !options.ContainsKey(options.Default))
        {
            faults.Add($"{ObjectStoresOptions.DefaultKey} names the object store \"{options.Default}\", but {ObjectStoresOptions.Section}:{options.Default} is not set.");
        }

        return options;
    }

    private static ObjectStoreOptions Server(IConfigurationSection section, ICollection<string> faults)
    {
        var endpoint = Address(section, nameof(ObjectStoreOptions.Endpoint), faults);
        return new()
        {
            Endpoint = endpoint,
            PublicEndpoint = Address(section, nameof(ObjectStoreOptions.PublicEndpoint), faults),
            Region = Text(section[nameof(ObjectStoreOptions.Region)]) is { Length: > 0 } region ? region : "us-east-1",
            PathStyle = PathStyle(section, endpoint, faults),
            Bucket = Text(section[nameof(ObjectStoreOptions.Bucket)]) is { Length: > 0 } bucket ? bucket : "kolaybase",
            AccessKey = Required(section, nameof(ObjectStoreOptions.AccessKey), faults),
            SecretKey = Required(section, nameof(ObjectStoreOptions.SecretKey), faults),
        };
    }

    private static bool PathStyle(IConfigurationSection section, Uri? endpoint, ICollection<string> faults)
    {
        var text = Text(section[nameof(ObjectStoreOptions.PathStyle)]);
        if (text.Length == 0)
        {
            return endpoint is not null;
        }

        if (!bool.TryParse(text, out var value))
        {
            faults.Add($"{section.Path}:{nameof(ObjectStoreOptions.PathStyle)} must be true or false.");
        }

        return value;
    }

    private static Uri? Address(IConfigurationSection section, string key, ICollection<string> faults)
    {
        var text = Text(section[key]);
        if (text.Length == 0)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { UserInfo: "", Query: "", Fragment: "" })
        {
            return address;
        }

        faults.Add($"{section.Path}:{key} must be an absolute http or https address without user, query and fragment, e.g. http://minio:9000.");
        return null;
    }

    private static string Required(IConfigurationSection section, string key, ICollection<string> faults)
    {
        var text = Text(section[key]);
        if (text.Length == 0)
        {
            faults.Add($"{section.Path}:{key} is not set.");
        }

        return text;
    }

    private static string Text(string? value) => value?.Trim() ?? "";
}
