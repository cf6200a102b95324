namespace NotifyNl.Web;

/// <summary>A setting whose name ends in <c>:File</c> (as an environment variable <c>__File</c>) names a file that holds the value of the setting before it: so secrets come from a vault or a container engine.</summary>
public static class SecretFiles
{
    private const string Suffix = ":File";

    /// <exception cref="InvalidOperationException">A file can not be read, or the setting has a value of its own as well.</exception>
    public static void AddSecretFiles(this ConfigurationManager configuration)
    {
        var secrets = new Dictionary<string, string?>();
        foreach (var (key, file) in configuration.AsEnumerable().Where(pair => pair.Key.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && !string.IsNullOrEmpty(pair.Value)))
        {
            var setting = key[..^Suffix.Length];
            if (configuration[setting] is not null)
                throw new InvalidOperationException($"{setting} and {key} are both set; remove one of them.");
            secrets[setting] = Read(key, file!);
        }

        if (secrets.Count > 0)
            configuration.AddInMemoryCollection(secrets);
    }

    private static string Read(string key, string file)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{key} names {file}, which can not be read: {(e is UnauthorizedAccessException ? "the program has no right to" : "there is no such file")}.", e);
        }
    }
}
