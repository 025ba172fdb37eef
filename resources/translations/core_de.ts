<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<!-- Fixed texts of core/ (settings, presets, marks), written by hand: tests/ui/tst_german.cpp says what is missing. -->
<context>
    <name>Core</name>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Quantization</source>
        <translation>Quantisierung</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufzeichnung</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>batches</source>
        <translation>Batches</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>grid steps</source>
        <translation>alpha</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>Nats</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>evaluations</source>
        <translation>Auswertungen</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>bins</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>What the network learns: pictures or rows of numbers from files, or 2-D points made from the seed. mnist is fetched with packaging/get-mnist.</source>
        <translation>Was das Netz lernt: Bilder oder Zahlenreihen aus Dateien, oder 2-D-Punkte, die aus dem Seed entstehen. mnist holt packaging/get-mnist.</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>Folder with the files: four of IDX or NPY, CIFAR-10&apos;s batches, train.csv and test.csv, or a folder of pictures for each class; empty looks where Debian puts Fashion-MNIST, or packaging/get-mnist MNIST.</source>
        <translation>Ordner mit den Dateien: vier im Format IDX oder NPY, die Batches von CIFAR-10, train.csv und test.csv, oder ein Bilderordner je Klasse; leer sucht, wo Debian Fashion-MNIST ablegt oder packaging/get-mnist MNIST.</translation>
    </message>
    <message>
        <source>Picture size</source>
        <translation>Bildgröße</translation>
    </message>
    <message>
        <source>Side of the square that the pictures of a folder are brought to.</source>
        <translation>Seite des Quadrats, auf das die Bilder eines Ordners gebracht werden.</translation>
    </message>
    <message>
        <source>Training samples</source>
        <translation>Trainingsbeispiele</translation>
    </message>
    <message>
        <source>Upper limit of training samples; 0 takes all.</source>
        <translation>Obergrenze der Trainingsbeispiele; 0 nimmt alle.</translation>
    </message>
    <message>
        <source>Validation samples</source>
        <translation>Validierungsbeispiele</translation>
    </message>
    <message>
        <source>Samples held out from the training data.</source>
        <translation>Beispiele, die von den Trainingsdaten zurückgehalten werden.</translation>
    </message>
    <message>
        <source>Test samples</source>
        <translation>Testbeispiele</translation>
    </message>
    <message>
        <source>Upper limit of test samples; 0 takes all.</source>
        <translation>Obergrenze der Testbeispiele; 0 nimmt alle.</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Aufteilung</translation>
    </message>
    <message>
        <source>How validation, test and limited samples are chosen: drawn from the seed with a share of every class, or by position as earlier versions did (the last of every so many).</source>
        <translation>Wie Validierungs-, Test- und begrenzte Beispiele gewählt werden: aus dem Startwert gezogen mit einem Anteil jeder Klasse, oder nach der Stelle wie in früheren Fassungen (das letzte von je so vielen).</translation>
    </message>
    <message>
        <source>Noise of 2-D points</source>
        <translation>2-D-Rauschen</translation>
    </message>
    <message>
        <source>Standard deviation of the 2-D points around their shape, as a share of its size.</source>
        <translation>Standardabweichung der 2-D-Punkte um ihre Form, als Anteil an deren Größe.</translation>
    </message>
    <message>
        <source>Convolutional (LeNet-5, VGG-7, ResNet-18, MobileNetV2) or fully connected (MLP).</source>
        <translation>Faltungsnetz (LeNet-5, VGG-7, ResNet-18, MobileNetV2) oder voll verbunden (MLP).</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>Output channels of the two 5x5 convolutions of LeNet-5.</source>
        <translation>Ausgangskanäle der beiden 5x5-Faltungen von LeNet-5.</translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation>Verdeckte Schichten</translation>
    </message>
    <message>
        <source>Widths of the hidden fully connected layers.</source>
        <translation>Breiten der verdeckten, voll verbundenen Schichten.</translation>
    </message>
    <message>
        <source>Weights file</source>
        <translation>Gewichtsdatei</translation>
    </message>
    <message>
        <source>Pre-trained weights to begin with (safetensors, NPZ, NPY, PyTorch state dictionary), matched by name and shape; empty begins with random ones.</source>
        <translation>Vortrainierte Gewichte für den Anfang (safetensors, NPZ, NPY, State-Dict von PyTorch), zugeordnet nach Name und Form; leer beginnt mit zufälligen.</translation>
    </message>
    <message>
        <source>Batch norm. batches</source>
        <translation>Batch-Norm.-Batches</translation>
    </message>
    <message>
        <source>Training batches over which batch normalisation is measured anew before an evaluation; 0 takes the running averages.</source>
        <translation>Trainingsbatches, über die die Batch-Normalisierung vor einer Auswertung neu gemessen wird; 0 nimmt die laufenden Mittel.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>How gradients reach the weights through the rounding.</source>
        <translation>Wie Gradienten durch die Rundung hindurch die Gewichte erreichen.</translation>
    </message>
    <message>
        <source>Bit-width</source>
        <translation>Bitbreite</translation>
    </message>
    <message>
        <source>Bits per weight: one number, or one for each weight layer.</source>
        <translation>Bit je Gewicht: eine Zahl, oder eine für jede Schicht mit Gewichten.</translation>
    </message>
    <message>
        <source>Float layers</source>
        <translation>Float-Schichten</translation>
    </message>
    <message>
        <source>Weight layers that stay full precision, by their number in the list of layers: 1,4 for the first and the fourth; empty: none.</source>
        <translation>Schichten, deren Gewichte in voller Genauigkeit bleiben, mit ihrer Nummer in der Schichtenliste: 1,4 für die erste und die vierte; leer: keine.</translation>
    </message>
    <message>
        <source>Symmetric grid</source>
        <translation>Symmetrisches Gitter</translation>
    </message>
    <message>
        <source>Drops the lowest grid point, so that the grid is symmetric about zero.</source>
        <translation>Lässt den untersten Gitterpunkt weg, sodass das Gitter symmetrisch um null liegt.</translation>
    </message>
    <message>
        <source>Noise scale sigma</source>
        <translation>Rauschbreite sigma</translation>
    </message>
    <message>
        <source>Width of the noise that assigns a weight to its grid points.</source>
        <translation>Breite des Rauschens, das ein Gewicht seinen Gitterpunkten zuordnet.</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Sharpness of the draws of rq and rq-st: small is nearly one grid point, large a mixture.</source>
        <translation>Schärfe der Ziehungen von rq und rq-st: klein ist fast ein einziger Gitterpunkt, groß eine Mischung.</translation>
    </message>
    <message>
        <source>DropBits</source>
        <translation>DropBits</translation>
    </message>
    <message>
        <source>Which grid points are dropped together at random: whole bits, or end points.</source>
        <translation>Welche Gitterpunkte gemeinsam zufällig verworfen werden: ganze Bits oder Endpunkte.</translation>
    </message>
    <message>
        <source>Keep probability</source>
        <translation>Behaltewahrscheinlichkeit</translation>
    </message>
    <message>
        <source>How likely each mask is open: one number, or one for each weight layer.</source>
        <translation>Wie wahrscheinlich jede Maske offen ist: eine Zahl, oder eine für jede Schicht mit Gewichten.</translation>
    </message>
    <message>
        <source>DropBits masks</source>
        <translation>Masken von DropBits</translation>
    </message>
    <message>
        <source>Drops whole levels (hard), or weighs them with numbers between 0 and 1 that are drawn (hard-concrete).</source>
        <translation>Verwirft ganze Stufen (hard) oder gewichtet sie mit gezogenen Zahlen zwischen 0 und 1 (hard-concrete).</translation>
    </message>
    <message>
        <source>Learn bit-lengths</source>
        <translation>Bitlängen lernen</translation>
    </message>
    <message>
        <source>The masks become gates with learned keep probabilities, and bits can go for good.</source>
        <translation>Die Masken werden Tore mit gelernten Behaltewahrscheinlichkeiten, und Bits können für immer wegfallen.</translation>
    </message>
    <message>
        <source>Bit penalty lambda</source>
        <translation>Bitstrafe lambda</translation>
    </message>
    <message>
        <source>What the loss pays for each open mask; more makes the layers give up bits.</source>
        <translation>Was der Verlust für jede offene Maske zahlt; mehr bringt die Schichten dazu, Bits abzugeben.</translation>
    </message>
    <message>
        <source>Bit penalty weighting</source>
        <translation>Gewichtung der Bitstrafe</translation>
    </message>
    <message>
        <source>All layers pay alike, or by their share of weights or multiplications.</source>
        <translation>Alle Schichten zahlen gleich, oder nach ihrem Anteil an Gewichten oder Multiplikationen.</translation>
    </message>
    <message>
        <source>Gate learning rate</source>
        <translation>Lernrate der Tore</translation>
    </message>
    <message>
        <source>Learning rate of the gates.</source>
        <translation>Lernrate der Tore.</translation>
    </message>
    <message>
        <source>Freeze bit-lengths at</source>
        <translation>Bitlängen einfrieren ab</translation>
    </message>
    <message>
        <source>From this step on the bit-lengths stay as they are and nothing is dropped; 0 is never.</source>
        <translation>Ab diesem Schritt bleiben die Bitlängen, wie sie sind, und nichts wird verworfen; 0 heißt nie.</translation>
    </message>
    <message>
        <source>Activation method</source>
        <translation>Verfahren für Aktivierungen</translation>
    </message>
    <message>
        <source>How activations after ReLU are quantized; float leaves them alone.</source>
        <translation>Wie Aktivierungen nach ReLU quantisiert werden; float lässt sie unverändert.</translation>
    </message>
    <message>
        <source>Activation bit-width</source>
        <translation>Bitbreite der Aktivierungen</translation>
    </message>
    <message>
        <source>Bits per activation.</source>
        <translation>Bit je Aktivierung.</translation>
    </message>
    <message>
        <source>Activation noise sigma</source>
        <translation>Rauschen der Aktivierungen, sigma</translation>
    </message>
    <message>
        <source>Width of the noise of activations; 0 takes that of the weights.</source>
        <translation>Breite des Rauschens der Aktivierungen; 0 nimmt das der Gewichte.</translation>
    </message>
    <message>
        <source>Random seed</source>
        <translation>Zufalls-Seed</translation>
    </message>
    <message>
        <source>The same seed and settings give the same run.</source>
        <translation>Gleicher Seed und gleiche Einstellungen ergeben denselben Lauf.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Float steps first, or quantized from the first step.</source>
        <translation>Erst Float-Schritte, oder quantisiert ab dem ersten Schritt.</translation>
    </message>
    <message>
        <source>Float network</source>
        <translation>Float-Netz</translation>
    </message>
    <message>
        <source>Trained first, or one that the program carries or kept from an earlier run with these settings, with which the run begins at the grid; where there is none, trained and kept.</source>
        <translation>Erst trainiert, oder eines, welches das Programm mitbringt oder von einem früheren Lauf mit diesen Einstellungen behalten hat und mit dem der Lauf am Raster beginnt; wo es keines gibt, trainiert und behalten.</translation>
    </message>
    <message>
        <source>Pre-training steps</source>
        <translation>Vortrainingsschritte</translation>
    </message>
    <message>
        <source>Full-precision steps before quantized training.</source>
        <translation>Schritte in voller Genauigkeit vor dem quantisierten Training.</translation>
    </message>
    <message>
        <source>Pre-training learning rate</source>
        <translation>Lernrate des Vortrainings</translation>
    </message>
    <message>
        <source>Learning rate of the full-precision steps.</source>
        <translation>Lernrate der Schritte in voller Genauigkeit.</translation>
    </message>
    <message>
        <source>Training steps</source>
        <translation>Trainingsschritte</translation>
    </message>
    <message>
        <source>Steps of quantized training.</source>
        <translation>Schritte des quantisierten Trainings.</translation>
    </message>
    <message>
        <source>Stop at accuracy</source>
        <translation>Ende bei Genauigkeit</translation>
    </message>
    <message>
        <source>Ends the run once the quantized weights reach this share of right answers on the validation set (0.9 is 90 %); 0 is never.</source>
        <translation>Beendet den Lauf, sobald die quantisierten Gewichte diesen Anteil richtiger Antworten auf den Validierungsdaten erreichen (0.9 sind 90 %); 0 heißt nie.</translation>
    </message>
    <message>
        <source>Stop on a plateau</source>
        <translation>Ende bei Stillstand</translation>
    </message>
    <message>
        <source>Ends the run after so many evaluations in a row that were not the best so far; 0 is never.</source>
        <translation>Beendet den Lauf nach so vielen Auswertungen in Folge ohne neuen Bestwert; 0 heißt nie.</translation>
    </message>
    <message>
        <source>Stop at mean bits</source>
        <translation>Ende bei mittleren Bits</translation>
    </message>
    <message>
        <source>Ends the run once the mean bit-length of all weights is that low, with learned bit-lengths; 0 is never.</source>
        <translation>Beendet den Lauf, sobald die mittlere Bitlänge aller Gewichte so niedrig ist, bei gelernten Bitlängen; 0 heißt nie.</translation>
    </message>
    <message>
        <source>Frozen layers</source>
        <translation>Eingefrorene Schichten</translation>
    </message>
    <message>
        <source>Weight layers that quantized training leaves as they are, weights, bias and step size, by their number in the list of layers; empty: none.</source>
        <translation>Schichten, die das quantisierte Training unverändert lässt, Gewichte, Bias und Schrittweite, mit ihrer Nummer in der Schichtenliste; leer: keine.</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Batchgröße</translation>
    </message>
    <message>
        <source>Samples per step.</source>
        <translation>Beispiele je Schritt.</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>Adam, or stochastic gradient descent with momentum.</source>
        <translation>Adam, oder stochastischer Gradientenabstieg mit Momentum.</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Learning rate of the weights.</source>
        <translation>Lernrate der Gewichte.</translation>
    </message>
    <message>
        <source>Quantizer learning rate</source>
        <translation>Lernrate des Quantisierers</translation>
    </message>
    <message>
        <source>Learning rate of the grid step alpha and the noise scale sigma.</source>
        <translation>Lernrate der Schrittweite alpha und der Rauschbreite sigma.</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>Momentum</translation>
    </message>
    <message>
        <source>Momentum of stochastic gradient descent.</source>
        <translation>Momentum des stochastischen Gradientenabstiegs.</translation>
    </message>
    <message>
        <source>Learning rate schedule</source>
        <translation>Lernratenplan</translation>
    </message>
    <message>
        <source>How the learning rate falls: not at all, in steps, or along a cosine.</source>
        <translation>Wie die Lernrate fällt: gar nicht, in Stufen oder entlang eines Kosinus.</translation>
    </message>
    <message>
        <source>Decay every</source>
        <translation>Abfall alle</translation>
    </message>
    <message>
        <source>Distance of the drops of the step schedule.</source>
        <translation>Abstand der Stufen des Stufenplans.</translation>
    </message>
    <message>
        <source>Decay factor</source>
        <translation>Abfallfaktor</translation>
    </message>
    <message>
        <source>What the step schedule multiplies the learning rate with.</source>
        <translation>Womit der Stufenplan die Lernrate multipliziert.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Where products are computed: the processor, or a graphics card that LibTorch knows.</source>
        <translation>Wo Produkte berechnet werden: auf dem Prozessor oder auf einer Grafikkarte, die LibTorch kennt.</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Threads of the tensor library; 0 leaves one core free.</source>
        <translation>Threads der Tensorbibliothek; 0 lässt einen Kern frei.</translation>
    </message>
    <message>
        <source>Snapshot every</source>
        <translation>Snapshot alle</translation>
    </message>
    <message>
        <source>Distance of the pictures of all weights.</source>
        <translation>Abstand der Bilder aller Gewichte.</translation>
    </message>
    <message>
        <source>Evaluate every</source>
        <translation>Auswertung alle</translation>
    </message>
    <message>
        <source>Distance of the accuracy measurements.</source>
        <translation>Abstand der Messungen der Genauigkeit.</translation>
    </message>
    <message>
        <source>Checkpoint every</source>
        <translation>Checkpoint alle</translation>
    </message>
    <message>
        <source>Distance of the states to resume or fork from; one more every 30 s.</source>
        <translation>Abstand der Zustände zum Fortsetzen oder Abzweigen; alle 30 s einer mehr.</translation>
    </message>
    <message>
        <source>Bins per grid cell</source>
        <translation>Klassen je Gitterzelle</translation>
    </message>
    <message>
        <source>Fineness of the weight histograms, a power of two.</source>
        <translation>Feinheit der Gewichtshistogramme, eine Zweierpotenz.</translation>
    </message>
    <message>
        <source>Followed weights</source>
        <translation>Verfolgte Gewichte</translation>
    </message>
    <message>
        <source>Weights per layer whose paths are recorded.</source>
        <translation>Gewichte je Schicht, deren Wege aufgezeichnet werden.</translation>
    </message>
    <message>
        <source>Fashion-MNIST, quick</source>
        <translation>Fashion-MNIST, schnell</translation>
    </message>
    <message>
        <source>Shows within a minute how CPQ gathers the weights of a small LeNet-5 around a 3-bit grid.</source>
        <translation>Zeigt binnen einer Minute, wie CPQ die Gewichte eines kleinen LeNet-5 um ein 3-Bit-Gitter sammelt.</translation>
    </message>
    <message>
        <source>Learned bit-lengths</source>
        <translation>Gelernte Bitlängen</translation>
    </message>
    <message>
        <source>Every layer finds its own bit-length: gates close bit by bit, the outer columns vanish, and the largest layer gives up most.</source>
        <translation>Jede Schicht findet ihre eigene Bitlänge: Tore schließen sich Bit um Bit, die äußeren Säulen verschwinden, und die größte Schicht gibt am meisten ab.</translation>
    </message>
    <message>
        <source>LeNet-5, 2 bits for weights and activations</source>
        <translation>LeNet-5, 2 Bit für Gewichte und Aktivierungen</translation>
    </message>
    <message>
        <source>The network of the CPQ paper with weights and activations at 2 bits: it is the hard case, where four levels must carry everything.</source>
        <translation>Das Netz der CPQ-Arbeit mit Gewichten und Aktivierungen zu 2 Bit: der schwere Fall, in dem vier Stufen alles tragen müssen.</translation>
    </message>
    <message>
        <source>LeNet-5, 3 bits for weights and activations</source>
        <translation>LeNet-5, 3 Bit für Gewichte und Aktivierungen</translation>
    </message>
    <message>
        <source>The network of the CPQ paper with weights and activations at 3 bits: it shows clear clusters at little loss of accuracy.</source>
        <translation>Das Netz der CPQ-Arbeit mit Gewichten und Aktivierungen zu 3 Bit: klare Häufungen bei wenig Verlust an Genauigkeit.</translation>
    </message>
    <message>
        <source>LeNet-5, 4 bits for weights and activations</source>
        <translation>LeNet-5, 4 Bit für Gewichte und Aktivierungen</translation>
    </message>
    <message>
        <source>The network of the CPQ paper with weights and activations at 4 bits: it keeps nearly all of the float accuracy.</source>
        <translation>Das Netz der CPQ-Arbeit mit Gewichten und Aktivierungen zu 4 Bit: Es behält fast die ganze Float-Genauigkeit.</translation>
    </message>
    <message>
        <source>LeNet-5, the recipe of the results table</source>
        <translation>LeNet-5, das Rezept der Ergebnistabelle</translation>
    </message>
    <message>
        <source>Most of the budget goes into the float network: a weight in the zero cell gets no pull from CPQ, so what it has learned before counts.</source>
        <translation>Der meiste Aufwand geht in das Float-Netz: An einem Gewicht in der Nullzelle zieht CPQ nicht, also zählt, was es vorher gelernt hat.</translation>
    </message>
    <message>
        <source>Two spirals</source>
        <translation>Zwei Spiralen</translation>
    </message>
    <message>
        <source>Shows the whole story in seconds: a tiny network on 2-D points settles onto a 3-bit grid.</source>
        <translation>Zeigt die ganze Geschichte in Sekunden: Ein winziges Netz auf 2-D-Punkten setzt sich auf ein 3-Bit-Gitter.</translation>
    </message>
    <message>
        <source>Quantized training: every weight is used as its nearest grid point, and the gradient pulls it there. Watch the bars gather on the lines.</source>
        <translation>Quantisiertes Training: Jedes Gewicht zählt als sein nächster Gitterpunkt, und der Gradient zieht es dorthin. Die Balken sammeln sich auf den Linien.</translation>
    </message>
    <message>
        <source>Centred CPQ: every weight is used as its nearest grid point; the gradient is largest between two points and nothing on one, so weights come to rest there. Watch the bars gather, zero's, too.</source>
        <translation>Zentriertes CPQ: Jedes Gewicht zählt als sein nächster Gitterpunkt; der Gradient ist zwischen zwei Punkten am größten und auf einem nichts, also kommen Gewichte dort zur Ruhe. Die Balken sammeln sich, auch der von null.</translation>
    </message>
    <message>
        <source>Expected value: every weight is used as its nearest grid point, but the gradient is that of the mean of all grid points and pulls it to none. Compare with CPQ in the settings.</source>
        <translation>Erwartungswert: Jedes Gewicht zählt als sein nächster Gitterpunkt, aber der Gradient ist der des Mittels aller Gitterpunkte und zieht es zu keinem. Zum Vergleich in den Einstellungen CPQ wählen.</translation>
    </message>
    <message>
        <source>Straight-through estimator: every weight is used as its nearest grid point, but nothing pulls it there. Compare with CPQ in the settings.</source>
        <translation>Straight-Through-Schätzer: Jedes Gewicht zählt als sein nächster Gitterpunkt, aber nichts zieht es dorthin. Zum Vergleich in den Einstellungen CPQ wählen.</translation>
    </message>
    <message>
        <source>Learned step size: every weight is used as its nearest grid point, and nothing pulls it there. Watch the grid itself move to fit the weights.</source>
        <translation>Gelernte Schrittweite: Jedes Gewicht zählt als sein nächster Gitterpunkt, und nichts zieht es dorthin. Das Gitter selbst rückt sich für die Gewichte zurecht.</translation>
    </message>
    <message>
        <source>Largest weight: the grid is always as wide as the largest weight, and nothing pulls the others onto its lines. Watch how wide it gets.</source>
        <translation>Größtes Gewicht: Das Gitter ist immer so breit wie das größte Gewicht, und nichts zieht die anderen auf seine Linien. Man sieht, wie breit es wird.</translation>
    </message>
    <message>
        <source>Relaxed quantization: training uses every weight as a random mixture of grid points near it; only the evaluation rounds.</source>
        <translation>Weiche Quantisierung: Im Training zählt jedes Gewicht als zufällige Mischung der Gitterpunkte in seiner Nähe; erst die Auswertung rundet.</translation>
    </message>
    <message>
        <source>Relaxed quantization: training uses every weight as one grid point near it, drawn at random; only the evaluation rounds.</source>
        <translation>Weiche Quantisierung: Im Training zählt jedes Gewicht als ein Gitterpunkt in seiner Nähe, der gelost wird; erst die Auswertung rundet.</translation>
    </message>
    <message>
        <source>Full precision: nothing is rounded, the weights stay a smooth bell.</source>
        <translation>Volle Genauigkeit: Nichts wird gerundet, die Gewichte bleiben eine glatte Glocke.</translation>
    </message>
    <message>
        <source>quantized training</source>
        <translation>quantisiertes Training</translation>
    </message>
    <message>
        <source>best quantized accuracy</source>
        <translation>beste quantisierte Genauigkeit</translation>
    </message>
    <message>
        <source>bit-length</source>
        <translation>Bitlänge</translation>
    </message>
    <message>
        <source>resumed</source>
        <translation>fortgesetzt</translation>
    </message>
    <message>
        <source>A weight or step size</source>
        <translation>Ein Gewicht oder eine Schrittweite</translation>
    </message>
    <message>
        <source>The loss</source>
        <translation>Der Verlust</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>Bit-level sparsity</source>
        <translation>Spärlichkeit auf Bit-Ebene</translation>
    </message>
    <message>
        <source>Bit-level sparsity: every bit plane of a layer is trained by itself and pushed to zero as a whole. Watch planes fade and fall off, until each layer has found its bit-length.</source>
        <translation>Spärlichkeit auf Bit-Ebene: Jede Bit-Ebene einer Schicht wird für sich trainiert und als Ganzes gegen null gedrückt. Ebenen verblassen und fallen weg, bis jede Schicht ihre Bitlänge gefunden hat.</translation>
    </message>
    <message>
        <source>Every bit plane is trained by itself and pushed to zero: planes fade and fall off, and each layer finds its own bit-length, the largest one about two bits.</source>
        <translation>Jede Bit-Ebene wird für sich trainiert und gegen null gedrückt: Ebenen verblassen und fallen weg, und jede Schicht findet ihre Bitlänge, die größte etwa zwei Bit.</translation>
    </message>
    <message>
        <source>Bit-level sparsity in a minute</source>
        <translation>Spärlichkeit auf Bit-Ebene in einer Minute</translation>
    </message>
    <message>
        <source>Shows planes falling off in seconds: a small network starts at 5 bits, gives up most of them, and is fine-tuned on what is left.</source>
        <translation>Zeigt in Sekunden, wie Ebenen wegfallen: Ein kleines Netz beginnt mit 5 Bit, gibt die meisten auf und wird auf den übrigen nachtrainiert.</translation>
    </message>
    <message>
        <source>Plane regulariser</source>
        <translation>Regularisierer der Ebenen</translation>
    </message>
    <message>
        <source>How strongly whole bit planes are pushed to zero. Shorter runs need more; a change also wakes layers whose regulariser was stopped.</source>
        <translation>Wie stark ganze Bit-Ebenen gegen null gedrückt werden. Kürzere Läufe brauchen mehr; eine Änderung weckt auch Schichten, deren Regularisierer angehalten wurde.</translation>
    </message>
    <message>
        <source>Adjust every</source>
        <translation>Anpassen alle</translation>
    </message>
    <message>
        <source>After so many steps planes turn 0 or 1 again and empty ones at either end go.</source>
        <translation>Nach so vielen Schritten werden Ebenen wieder 0 oder 1, und leere an beiden Enden fallen weg.</translation>
    </message>
    <message>
        <source>Plane learning rate</source>
        <translation>Lernrate der Ebenen</translation>
    </message>
    <message>
        <source>Learning rate of the bit planes, with momentum; scales and biases have the learning rate of the weights.</source>
        <translation>Lernrate der Bit-Ebenen, mit Momentum; Skalen und Biase haben die Lernrate der Gewichte.</translation>
    </message>
    <message>
        <source>Plane weight decay</source>
        <translation>Gewichtsabnahme der Ebenen</translation>
    </message>
    <message>
        <source>Share of its value that each step adds to a plane's gradient.</source>
        <translation>Anteil ihres Wertes, den jeder Schritt zum Gradienten einer Ebene hinzufügt.</translation>
    </message>
    <message>
        <source>Fine-tuning</source>
        <translation>Nachtraining</translation>
    </message>
    <message>
        <source>How many of the steps, at most half of them, are the last phase, in which every layer keeps its bit-length.</source>
        <translation>Wie viele der Schritte, höchstens die Hälfte, die letzte Phase sind, in der jede Schicht ihre Bitlänge behält.</translation>
    </message>
    <message>
        <source>Fine-tuning rate</source>
        <translation>Lernrate im Nachtraining</translation>
    </message>
    <message>
        <source>Learning rate of the weights in the last phase, in units of the layer's scale.</source>
        <translation>Lernrate der Gewichte in der letzten Phase, in Einheiten der Skala der Schicht.</translation>
    </message>
    <message>
        <source>training of bit planes</source>
        <translation>Training der Bit-Ebenen</translation>
    </message>
    <message>
        <source>fine-tuning</source>
        <translation>Nachtraining</translation>
    </message>
    <message>
        <source>adjustment of the precision</source>
        <translation>Anpassung der Genauigkeit</translation>
    </message>
    <message>
        <source>warning: a dead layer, every weight rounds to 0; back to its last adjustment, without the regulariser from here on</source>
        <translation>Warnung: eine tote Schicht, jedes Gewicht rundet auf 0; zurück zu ihrer letzten Anpassung, von hier an ohne Regularisierer</translation>
    </message>
    <message>
        <source>Its bits and the most there are</source>
        <translation>Seine Bits und die höchsten</translation>
    </message>
    <message>
        <source>Scale of the layer</source>
        <translation>Skala der Schicht</translation>
    </message>
    <message>
        <source>ALQ on LeNet-5</source>
        <translation>ALQ mit LeNet-5</translation>
    </message>
    <message>
        <source>ALQ in a minute</source>
        <translation>ALQ in einer Minute</translation>
    </message>
    <message>
        <source>Groups of weights give up their bits one by one, the least useful of the whole network first: LeNet-5 falls from 4 bits to less than one on average.</source>
        <translation>Gruppen von Gewichten geben ihre Bits eines nach dem anderen ab, die am wenigsten nützlichen des ganzen Netzes zuerst: LeNet-5 fällt von 4 Bit auf im Mittel weniger als eines.</translation>
    </message>
    <message>
        <source>A small fully connected network goes through two rounds of bases, coordinates and pruning: watch groups lose their bits and some become empty.</source>
        <translation>Ein kleines vollständig verbundenes Netz durchläuft zwei Runden von Basen, Koordinaten und Ausdünnen: Man sieht Gruppen ihre Bits verlieren und manche leer werden.</translation>
    </message>
    <message>
        <source>ALQ: every group of weights is a sum of sign vectors with a coefficient each. Steps on signs, steps on coefficients, then the least useful coefficients of the whole network are deleted. Watch the bits fall.</source>
        <translation>ALQ: Jede Gruppe von Gewichten ist eine Summe von Vorzeichenvektoren mit je einem Koeffizienten. Schritte an Vorzeichen, Schritte an Koeffizienten, dann werden die am wenigsten nützlichen Koeffizienten des ganzen Netzes gelöscht. Man sieht die Bits fallen.</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>Runden</translation>
    </message>
    <message>
        <source>parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>How often bases, coordinates and pruning follow each other.</source>
        <translation>Wie oft Basen, Koordinaten und Ausdünnen aufeinander folgen.</translation>
    </message>
    <message>
        <source>Basis steps</source>
        <translation>Schritte an Basen</translation>
    </message>
    <message>
        <source>Length of a round&apos;s steps on bases, in parts of all steps.</source>
        <translation>Länge der Schritte an Basen einer Runde, in Teilen aller Schritte.</translation>
    </message>
    <message>
        <source>Coordinate steps</source>
        <translation>Schritte an Koordinaten</translation>
    </message>
    <message>
        <source>Length of a round&apos;s steps on coordinates alone, in the same parts.</source>
        <translation>Länge der Schritte einer Runde an Koordinaten allein, in denselben Teilen.</translation>
    </message>
    <message>
        <source>Pruning steps</source>
        <translation>Schritte des Ausdünnens</translation>
    </message>
    <message>
        <source>Length of a round&apos;s pruning, in the same parts; 0 keeps all bits.</source>
        <translation>Länge des Ausdünnens einer Runde, in denselben Teilen; 0 behält alle Bits.</translation>
    </message>
    <message>
        <source>Straight-through steps</source>
        <translation>Durchgereichte Schritte</translation>
    </message>
    <message>
        <source>Length of the steps with a float copy after the last round, in the same parts.</source>
        <translation>Länge der Schritte mit einer Gleitkommakopie nach der letzten Runde, in denselben Teilen.</translation>
    </message>
    <message>
        <source>Last coordinate steps</source>
        <translation>Letzte Schritte an Koordinaten</translation>
    </message>
    <message>
        <source>Length of the steps on coordinates at the end, in the same parts.</source>
        <translation>Länge der Schritte an Koordinaten am Ende, in denselben Teilen.</translation>
    </message>
    <message>
        <source>Pruned share</source>
        <translation>Ausgedünnter Anteil</translation>
    </message>
    <message>
        <source>How much a round deletes: about exp(-share) of all coordinates stay.</source>
        <translation>Wie viel eine Runde löscht: Etwa exp(-Anteil) aller Koordinaten bleiben.</translation>
    </message>
    <message>
        <source>Competing share</source>
        <translation>Antretender Anteil</translation>
    </message>
    <message>
        <source>Share of each layer&apos;s coordinates that compete in a pruning step; a phase too short for the pruned share lets more compete.</source>
        <translation>Anteil der Koordinaten jeder Schicht, die in einem Schritt des Ausdünnens antreten; ist eine Phase zu kurz für den ausgedünnten Anteil, treten mehr an.</translation>
    </message>
    <message>
        <source>Decay of coordinates</source>
        <translation>Zerfall der Koordinaten</translation>
    </message>
    <message>
        <source>Pulls coordinates to zero: added to their gradient.</source>
        <translation>Zieht Koordinaten zur Null: kommt zu ihrem Gradienten hinzu.</translation>
    </message>
    <message>
        <source>Groups of the first convolution</source>
        <translation>Gruppen der ersten Faltung</translation>
    </message>
    <message>
        <source>Which of its weights share bases: an output channel, a kernel, or a place of the kernel over all inputs.</source>
        <translation>Welche ihrer Gewichte Basen teilen: ein Ausgabekanal, ein Kern oder eine Stelle des Kerns über alle Eingaben.</translation>
    </message>
    <message>
        <source>Groups of convolutions</source>
        <translation>Gruppen der Faltungen</translation>
    </message>
    <message>
        <source>The same of all other convolutions.</source>
        <translation>Dasselbe für alle anderen Faltungen.</translation>
    </message>
    <message>
        <source>Pieces of the first rows</source>
        <translation>Stücke der ersten Zeilen</translation>
    </message>
    <message>
        <source>Into how many groups a row of the first fully connected layer is cut; the most up to it that divide the row.</source>
        <translation>In wie viele Gruppen eine Zeile der ersten vollständig verbundenen Schicht geteilt wird; die meisten bis dahin, die sie teilen.</translation>
    </message>
    <message>
        <source>Pieces of rows</source>
        <translation>Stücke der Zeilen</translation>
    </message>
    <message>
        <source>The same of those between the first and the last one.</source>
        <translation>Dasselbe für die zwischen der ersten und der letzten.</translation>
    </message>
    <message>
        <source>Pieces of the last rows</source>
        <translation>Stücke der letzten Zeilen</translation>
    </message>
    <message>
        <source>The same of the last one.</source>
        <translation>Dasselbe für die letzte.</translation>
    </message>
    <message>
        <source>Opened group</source>
        <translation>Geöffnete Gruppe</translation>
    </message>
    <message>
        <source>The group of each layer that is told in full, from 0; counted on from the first after the last.</source>
        <translation>Die Gruppe jeder Schicht, die ganz gezeigt wird, ab 0; nach der letzten geht es bei der ersten weiter.</translation>
    </message>
    <message>
        <source>steps on bases</source>
        <translation>Schritte an Basen</translation>
    </message>
    <message>
        <source>steps on coordinates</source>
        <translation>Schritte an Koordinaten</translation>
    </message>
    <message>
        <source>pruning</source>
        <translation>Ausdünnen</translation>
    </message>
    <message>
        <source>straight-through steps</source>
        <translation>durchgereichte Schritte</translation>
    </message>
    <message>
        <source>Calibration samples</source>
        <translation>Kalibrierbeispiele</translation>
    </message>
    <message>
        <source>Training samples that the loss of a set of clips is measured on.</source>
        <translation>Trainingsbeispiele, an denen der Verlust eines Satzes von Schranken gemessen wird.</translation>
    </message>
    <message>
        <source>LAPQ grid</source>
        <translation>LAPQ-Gitter</translation>
    </message>
    <message>
        <source>halves: 2^bits points between the clips and none at zero, as published; signed: the grid of the other methods, with a point at zero.</source>
        <translation>halves: 2^bits Punkte zwischen den Schranken und keiner bei null, wie veröffentlicht; signed: das Gitter der anderen Verfahren, mit einem Punkt bei null.</translation>
    </message>
    <message>
        <source>Start of the clips</source>
        <translation>Anfang der Schranken</translation>
    </message>
    <message>
        <source>lp: the smallest Lp error of each tensor, for the p with the smallest loss; max-abs: the largest value of each tensor, where nothing is clipped.</source>
        <translation>lp: der kleinste Lp-Fehler jedes Tensors, für das p mit dem kleinsten Verlust; max-abs: der größte Wert jedes Tensors, wo nichts abgeschnitten wird.</translation>
    </message>
    <message>
        <source>Lowest p</source>
        <translation>Kleinstes p</translation>
    </message>
    <message>
        <source>First p of the Lp errors that are tried.</source>
        <translation>Erstes p der Lp-Fehler, die versucht werden.</translation>
    </message>
    <message>
        <source>Highest p</source>
        <translation>Größtes p</translation>
    </message>
    <message>
        <source>Last p of the Lp errors that are tried.</source>
        <translation>Letztes p der Lp-Fehler, die versucht werden.</translation>
    </message>
    <message>
        <source>Values of p</source>
        <translation>Werte von p</translation>
    </message>
    <message>
        <source>How many p are tried, equally far apart.</source>
        <translation>Wie viele p versucht werden, in gleichen Abständen.</translation>
    </message>
    <message>
        <source>Joint search</source>
        <translation>Gemeinsame Suche</translation>
    </message>
    <message>
        <source>powell: directions that learn how clips belong together; coordinate: one clip after the other; none: the clips stay at their start.</source>
        <translation>powell: Richtungen, die lernen, welche Schranken zusammengehören; coordinate: eine Schranke nach der anderen; none: die Schranken bleiben am Anfang.</translation>
    </message>
    <message>
        <source>Iterations of the joint search</source>
        <translation>Durchgänge der gemeinsamen Suche</translation>
    </message>
    <message>
        <source>Upper limit; an iteration searches along every direction once.</source>
        <translation>Obere Grenze; ein Durchgang sucht einmal entlang jeder Richtung.</translation>
    </message>
    <message>
        <source>Correct means</source>
        <translation>Mittelwerte ausgleichen</translation>
    </message>
    <message>
        <source>Every output channel's quantized weights keep the mean of its float weights; they leave the grid by that.</source>
        <translation>Die quantisierten Gewichte jedes Ausgangskanals behalten den Mittelwert seiner Float-Gewichte; damit verlassen sie das Gitter.</translation>
    </message>
    <message>
        <source>Look at pairs</source>
        <translation>Paare ansehen</translation>
    </message>
    <message>
        <source>After the search, how much the loss bends for each pair of clips; takes d(d+1) steps for d clips and changes no result.</source>
        <translation>Nach der Suche, wie stark sich der Verlust für jedes Paar von Schranken krümmt; braucht d(d+1) Schritte für d Schranken und ändert kein Ergebnis.</translation>
    </message>
    <message>
        <source>Side of the loss surface</source>
        <translation>Seite der Verlustfläche</translation>
    </message>
    <message>
        <source>points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>After the search, the loss over two clips on a square of so many points a side; changes no result. 0: none.</source>
        <translation>Nach der Suche der Verlust über zwei Schranken auf einem Quadrat von so vielen Punkten je Seite; ändert kein Ergebnis. 0: keine.</translation>
    </message>
    <message>
        <source>First clip of the surface</source>
        <translation>Erste Schranke der Fläche</translation>
    </message>
    <message>
        <source>Counted from 1 in the order of the network: a weight, its activation, the next weight; 0 takes the pair that the loss bends most for.</source>
        <translation>Von 1 an in der Reihenfolge des Netzes gezählt: ein Gewicht, seine Aktivierung, das nächste Gewicht; 0 nimmt das Paar, für das sich der Verlust am stärksten krümmt.</translation>
    </message>
    <message>
        <source>Second clip of the surface</source>
        <translation>Zweite Schranke der Fläche</translation>
    </message>
    <message>
        <source>As the first one.</source>
        <translation>Wie die erste.</translation>
    </message>
    <message>
        <source>LAPQ: nothing is trained. Every step measures the loss of one set of clips on calibration samples; watch the clips move together, and whether accuracy follows the calibration loss.</source>
        <translation>LAPQ: Nichts wird trainiert. Jeder Schritt misst den Verlust eines Satzes von Schranken an Kalibrierbeispielen; zu sehen ist, wie sich die Schranken zusammen bewegen und ob die Genauigkeit dem Kalibrierverlust folgt.</translation>
    </message>
    <message>
        <source>Step size of the rounding</source>
        <translation>Schrittweite des Rundens</translation>
    </message>
    <message>
        <source>mse: the one with the smallest mean squared error of each tensor; max-abs: the grid is as wide as the largest value, and nothing is clipped.</source>
        <translation>mse: die mit dem kleinsten mittleren quadratischen Fehler jedes Tensors; max-abs: das Gitter ist so breit wie der größte Wert, und nichts wird abgeschnitten.</translation>
    </message>
    <message>
        <source>Training samples that the step sizes of activations are fitted to.</source>
        <translation>Trainingsbeispiele, an die die Schrittweiten der Aktivierungen angepasst werden.</translation>
    </message>
    <message>
        <source>Rounding after training: the float network is rounded to the grid, and that is all. The run ends after one step, which only measures.</source>
        <translation>Runden nach dem Training: Das Float-Netz wird auf das Gitter gerundet, mehr nicht. Der Lauf endet nach einem Schritt, der nur misst.</translation>
    </message>
    <message>
        <source>LeNet-5 after training, 4 bits, LAPQ</source>
        <translation>LeNet-5 nach dem Training, 4 Bit, LAPQ</translation>
    </message>
    <message>
        <source>Nothing is trained on the grid: clips for 4-bit weights and activations are searched for by the loss of 512 samples, and nearly nothing is lost.</source>
        <translation>Auf dem Gitter wird nichts trainiert: Schranken für 4-Bit-Gewichte und -Aktivierungen werden nach dem Verlust an 512 Beispielen gesucht, und fast nichts geht verloren.</translation>
    </message>
    <message>
        <source>A small network after training, 2 bits, LAPQ</source>
        <translation>Ein kleines Netz nach dem Training, 2 Bit, LAPQ</translation>
    </message>
    <message>
        <source>Where rounding loses most, the clips have to move together: watch the search find them within a minute, and pairs of clips that cannot be chosen apart.</source>
        <translation>Wo Runden am meisten kostet, müssen sich die Schranken zusammen bewegen: Die Suche findet sie binnen einer Minute, und Paare von Schranken, die nicht einzeln gewählt werden können.</translation>
    </message>
    <message>
        <source>Mirror descent</source>
        <translation>Spiegelabstieg</translation>
    </message>
    <message>
        <source>tanh-s, softmax-s: the dual weights are kept, the stable forms; tanh, softmax: the primal ones are; gd-tanh, binary-connect: baselines.</source>
        <translation>tanh-s, softmax-s: die dualen Gewichte werden behalten, die stabilen Formen; tanh, softmax: die primalen; gd-tanh, binary-connect: zum Vergleich.</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>binary: every weight ends on -1 or +1; ternary: on -1, 0 or +1, of tanh-s only.</source>
        <translation>binary: Jedes Gewicht endet auf -1 oder +1; ternary: auf -1, 0 oder +1, nur bei tanh-s.</translation>
    </message>
    <message>
        <source>Sharpness at the end</source>
        <translation>Schärfe am Ende</translation>
    </message>
    <message>
        <source>Beta grows from 1 to this, by the same factor in each step, and stays for the last tenth of the run.</source>
        <translation>Beta wächst von 1 bis hierher, in jedem Schritt um denselben Faktor, und bleibt im letzten Zehntel des Laufs.</translation>
    </message>
    <message>
        <source>Mirror descent: weights slide up a curve that turns into a step. Watch one heap of weights become two, at -1 and +1, and the accuracy of rounded weights meet that of soft ones.</source>
        <translation>Spiegelabstieg: Gewichte gleiten eine Kurve hinauf, die zur Stufe wird. Zu sehen ist, wie aus einem Haufen von Gewichten zwei werden, bei -1 und +1, und wie die Genauigkeit der gerundeten Gewichte die der weichen erreicht.</translation>
    </message>
    <message>
        <source>mirror descent</source>
        <translation>Spiegelabstieg</translation>
    </message>
    <message>
        <source>Mirror descent with shares</source>
        <translation>Spiegelabstieg mit Anteilen</translation>
    </message>
    <message>
        <source>Mirror descent in a minute</source>
        <translation>Spiegelabstieg in einer Minute</translation>
    </message>
    <message>
        <source>Mirror descent with shares in a minute</source>
        <translation>Spiegelabstieg mit Anteilen in einer Minute</translation>
    </message>
    <message>
        <source>Every weight ends on -1 or +1 without a float network before: a curve that steepens carries them there, and rounded weights become as good as soft ones.</source>
        <translation>Jedes Gewicht endet auf -1 oder +1, ohne ein Float-Netz davor: Eine steiler werdende Kurve trägt sie dorthin, und gerundete Gewichte werden so gut wie weiche.</translation>
    </message>
    <message>
        <source>The same with a share of each level for every weight: the shares sharpen until one of them is all.</source>
        <translation>Dasselbe mit einem Anteil jeder Stufe für jedes Gewicht: Die Anteile schärfen sich, bis einer alles ist.</translation>
    </message>
    <message>
        <source>Shows one heap of weights becoming two in seconds, in a small fully connected network that begins from nothing.</source>
        <translation>Zeigt in Sekunden, wie aus einem Haufen von Gewichten zwei werden, in einem kleinen vollverbundenen Netz, das von vorn beginnt.</translation>
    </message>
    <message>
        <source>Shows shares of two levels sharpening in seconds, in a small fully connected network that begins from nothing.</source>
        <translation>Zeigt in Sekunden, wie sich Anteile zweier Stufen schärfen, in einem kleinen vollverbundenen Netz, das von vorn beginnt.</translation>
    </message>
    <message>
        <source>Primal weight</source>
        <translation>Primales Gewicht</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>Dual weight</source>
        <translation>Duales Gewicht</translation>
    </message>
    <message>
        <source>Batch normalisation</source>
        <translation>Batch-Normalisierung</translation>
    </message>
    <message>
        <source>LeNet-5 and MLP: without gain and shift, after every layer but the last; the other networks bring their own.</source>
        <translation>LeNet-5 und MLP: ohne Verstärkung und Verschiebung, nach jeder Schicht außer der letzten; die anderen Netze bringen ihre eigene mit.</translation>
    </message>
</context>
</TS>
