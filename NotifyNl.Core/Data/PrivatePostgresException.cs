namespace NotifyNl.Data;

/// <summary>The private server cannot start; the message is one Dutch sentence that says what to do.</summary>
public sealed class PrivatePostgresException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal static PrivatePostgresException NoRoom(string folder, long freeBytes) => new(
        $"Op de schijf van {folder} is nog {freeBytes >> 20} MB vrij en PostgreSQL heeft er minstens {ClusterHome.MinimumFreeBytes >> 20} nodig: maak ruimte en start opnieuw.");

    internal static PrivatePostgresException NoBinaries() => new(
        "PostgreSQL staat niet op deze machine: installeer versie 15 of nieuwer (op Debian en Ubuntu: apt-get install postgresql), of geef de instelling ConnectionStrings__NotifyNl.");

    internal static PrivatePostgresException OtherVersion(string folder, int found, IEnumerable<int> present) => new(
        $"De gegevens in {folder} zijn van PostgreSQL {found} en op deze machine staat versie {string.Join(" en ", present)}: installeer PostgreSQL {found}, of kies een andere gegevensmap.");

    internal static PrivatePostgresException NoAccount() => new(
        $"Als root start PostgreSQL onder het account {ServerAccount.Name} en dat is er niet: installeer het pakket postgresql, of start dit programma onder een gewoon account.");

    internal static PrivatePostgresException OutOfReach(string folder) => new(
        $"Er staan gegevens in {folder}, maar het account {ServerAccount.Name} kan daar niet bij of het pad is te lang: zet de gegevensmap terug waar zij stond, of geef het account toegang tot de mappen erboven.");

    internal static PrivatePostgresException NotStarted(string lastWords, string log) => new(
        $"PostgreSQL kon niet starten: {lastWords} (het hele verslag staat in {log}).");
}
